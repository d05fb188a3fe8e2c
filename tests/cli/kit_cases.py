"""Every flag of `ecgpress kit`: that it is taken, and that pixels, JSON and WFDB show what it says.

usage: kit_cases.py ECGPRESS, in an empty folder
"""
import math
import multiprocessing
import os
import shutil
import struct
import subprocess
import sys

from kit_reader import read_json, read_png, read_record

PRESS = sys.argv[1]
DPI = 100
FS = 250
LEADS = "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6".split()
ORDER = "III aVF V3 V6 II aVL V2 V5 I aVR V1 V4 II".split()
LEVEL_1 = "sampling_frequency width height leads x_grid y_grid resolution pad_inches".split()
LEVEL_2 = """sampling_frequency width height grid_line_color_major grid_line_color_minor
    ecg_plot_color leads x_grid y_grid resolution pad_inches dc_pulse bw gridlines printed_text
    number_of_columns_in_image full_mode_lead handwritten_text num_words
    x_offset_for_handwritten_text y_offset_for_handwritten_text wrinkles crease_angle
    number_of_creases_horizontally number_of_creases_vertically augment crop temperature rotate
    noise""".split()
failures = []


def check(ok, *what):
    if not ok:
        failures.append(what)
        print("FAILED:", *what)


def near(a, b, by):
    return abs(a - b) <= by


# ---- recordings ----

def write_record(stem, seconds, leads, comments=()):
    """A beat a second, of another height in every lead."""
    os.makedirs(os.path.dirname(stem) or ".", exist_ok=True)
    name, n = os.path.basename(stem), int(seconds * FS)
    rows = []
    for i in range(n):
        t = i / FS % 1
        beat = math.exp(-((t - 0.4) / 0.012) ** 2) + 0.25 * math.exp(-((t - 0.65) / 0.05) ** 2)
        rows += [round(1000 * beat * (0.3 + 0.1 * k)) for k in range(len(leads))]
    with open(stem + ".dat", "wb") as f:
        f.write(struct.pack("<%dh" % len(rows), *rows))
    with open(stem + ".hea", "w") as f:
        f.write("%s %d %d %d 10:20:30 05/06/1999\n" % (name, len(leads), FS, n))
        f.writelines("%s.dat 16 1000(0)/mV 16 0 0 0 0 %s\n" % (name, lead) for lead in leads)
        f.writelines("# %s\n" % c for c in comments)


def press(*args):
    run = subprocess.run([PRESS, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         universal_newlines=True)
    return run.returncode, run.stdout


def kit(flags, source="one", out="out", status=0, keep=False):
    """Runs the command into an emptied folder."""
    if not keep:
        shutil.rmtree(out, ignore_errors=True)
    words = flags.split() if isinstance(flags, str) else flags
    if "-i" not in words:
        words = ["-i", source] + words
    if not any(w.startswith(("-r", "--res")) and not w.startswith("-rot") for w in words):
        words = words + ["-r", str(DPI)]
    got, said = press("kit", "-o", out, "--device", "software", "--progress", "none", *words)
    check(got == status, " ".join(words), "exit", got, "not", status, said)
    return said


class Page:
    """One image with its JSON; what is looked at while the files are there is kept."""

    def __init__(self, stem="out/rec-0"):
        self.json = read_json(stem + ".json")
        self.png = open(stem + ".png", "rb").read()
        self.decoded = None

    @property
    def image(self):
        if not self.decoded:
            self.decoded = read_png(self.png)
        return self.decoded

    def lead(self, name, last=False):
        return [lead for lead in self.json["leads"] if lead["lead_name"] == name][-1 if last else 0]

    def inked(self):
        """Share of the plotted pixels inside the image that lie on ink, as users would look."""
        points = [p for lead in self.json["leads"] for p in lead["plotted_pixels"][::7]
                  if 1 < p[0] < self.image.height - 1 and 1 < p[1] < self.image.width - 1]
        return sum(self.image.is_inked(*p) for p in points) / len(points)


def page(flags, **how):
    if "store_config" not in flags:
        flags += " --store_config 2"
    kit(flags, **how)
    return Page()


# ---- cases ----

def test_files_and_keys():
    kit("")
    check(sorted(f for f in os.listdir("out") if f[0] != ".") == ["rec-0.png", "rec.dat", "rec.hea"],
          "files without --store_config", os.listdir("out"))
    p = page("--store_config")
    check(list(p.json) == LEVEL_1 + ["ecgpress"], "keys of level 1", list(p.json))
    check(set(p.json["leads"][0]) == {"lead_name", "start_sample", "end_sample", "plotted_pixels"},
          "keys of a lead", list(p.json["leads"][0]))
    p = page("-store_config 2 --lead_bbox --lead_name_bbox")
    check(list(p.json) == LEVEL_2 + ["ecgpress"], "keys of level 2", list(p.json))
    check([lead["lead_name"] for lead in p.json["leads"]] == ORDER, "order of leads")
    text = open("out/rec-0.json").read()
    check(text.startswith('{\n    "sampling_frequency": 250.0,\n    "width": 1100,'), "indented form")
    check('"plotted_pixels": [\n                [\n                    ' in text, "a number a line")
    check((p.json["width"], p.json["height"]) == (1100, 850) == (p.image.width, p.image.height),
          "size")
    check(near(p.json["x_grid"], DPI * 5 / 25.4, 0.001), "x_grid", p.json["x_grid"])
    v4 = p.lead("V4")
    check((v4["start_sample"], v4["end_sample"]) == (1875, 2500), "V4's samples")
    check(len(v4["plotted_pixels"]) == 625 and p.inked() > 0.99, "plotted pixels on ink", p.inked())
    for lead in p.json["leads"]:
        box = [lead["lead_bounding_box"][str(k)] for k in range(4)]
        rows, columns = [b[0] for b in box], [b[1] for b in box]
        check(all(isinstance(v, int) for v in rows + columns), "whole pixels in boxes", box)
        check(all(min(rows) <= r <= max(rows) and min(columns) <= c <= max(columns)
                  for r, c in lead["plotted_pixels"]), lead["lead_name"], "outside its box")
        name = [lead["text_bounding_box"][str(k)] for k in range(4)]
        check(p.image.dark(name[0][1], name[0][0], name[2][1], name[2][0], 140) > 3,
              "ink in the box of", lead["lead_name"])
    rate, names, samples, comments = read_record("out/rec")
    check(rate == FS and names == LEADS and "Age: 40" in comments, "the WFDB's header")
    source = read_record("one/rec")[2]
    check(all(near(a, b, 1e-3) for n in LEADS for a, b in zip(samples[n], source[n])), "its samples")


def test_size():
    p = page("--pad_inches 1")
    check((p.image.width, p.image.height) == (1300, 1050), "padded size")
    check(p.json["width"] == 1300 and p.json["pad_inches"] == 1 and p.json["resolution"] == 100,
          "padding in the JSON")
    check(p.image.mean(0, 0, 1300, 98) == [255.0] * 3, "a white border")
    check(p.inked() > 0.99, "points of a padded page", p.inked())
    sizes = set()
    kit("--random_resolution -r 90 --random_padding --pad_inches 3 --store_config", source="many")
    for k in range(6):
        j = read_json("out/long-%d.json" % k)
        sizes.add((j["resolution"], j["pad_inches"]))
        check(50 <= j["resolution"] <= 90 and 0 <= j["pad_inches"] <= 3, "random size", j["width"])
        check(near(j["width"], (11 + 2 * j["pad_inches"]) * j["resolution"], 0.5), "its width")
    check(len(sizes) > 3, "sizes differ", sizes)


def test_colors():
    hues = {1: lambda r, g, b: r > g > b, 2: lambda r, g, b: r > b > g, 3: lambda r, g, b: b > r + 9,
            4: lambda r, g, b: g > b > r, 5: lambda r, g, b: r > g + 9}
    for color, hue in hues.items():
        p = page("-r 60 --standard_grid_color %d" % color)
        check(hue(*p.image.mean(0, 0, 570, 84)), "grid colour", color, p.image.mean(0, 0, 570, 84))
        check(not p.json["bw"] and max(p.json["ecg_plot_color"]) <= 51, "trace colour")
    check(p.json["grid_line_color_major"] == [255, 0, 0], "red in the JSON")
    p = page("--random_bw 1")
    check(p.json["bw"] and p.json["ecg_plot_color"] == [0, 0, 0], "bw in the JSON")
    check(all(max(q) - min(q) <= 1 for q in p.image.box(0, 0, 300, 300)), "grey pixels")
    kit("--random_grid_color --store_config 2", source="many")
    check(len({tuple(read_json("out/long-%d.json" % k)["grid_line_color_major"])
               for k in range(6)}) == 6, "random colours differ")
    p = page("--random_grid_present 0")
    check(not p.json["gridlines"] and p.image.mean(0, 0, 960, 140) == [255.0] * 3, "no grid")


def test_print():
    start = DPI * 15 / 25.4
    p = page("")
    check(p.json["dc_pulse"] and near(p.lead("I")["plotted_pixels"][0][1], start, 0.01), "pulse")
    check(not p.json["printed_text"] and p.image.dark(0, 0, 1100, 62) == 0, "no header")
    p = page("--calibration_pulse 0 --remove_lead_names --lead_name_bbox")
    check(not p.json["dc_pulse"], "no pulse in the JSON")
    check(near(p.lead("I")["plotted_pixels"][0][1], start - DPI * 5 / 25.4, 0.01), "no pulse")
    check("text_bounding_box" not in p.json["leads"][0], "no lead names")
    for flags in ("-ph", "--random_print_header 1"):
        p = page(flags)
        check(p.json["printed_text"] and p.image.dark(0, 0, 1100, 62) > 100, flags)
    said = [t["text"].strip() for t in p.json["ecgpress"]["things"] if t["kind"] == "header"]
    check("ID: rec" in said and "Age: 40 yrs" in said and "Date: 1999-06-05, 10:20:30" in said,
          "the header's words", said)
    p = page("--add_qr_code")
    corner = p.image.box(1100 - 70, 0, 1100, 70)
    check(sum(max(q) < 60 for q in corner) > 300, "a QR code in the corner")
    check("rec" in [t["text"] for t in p.json["ecgpress"]["things"] if t["kind"] == "code"],
          "what the code says")


def test_layout():
    for columns in (1, 3, 6):
        p = page("--num_columns %d" % columns)
        check(p.json["number_of_columns_in_image"] == columns, "columns", columns)
        check([len([1 for lead in p.json["leads"]]), p.json["full_mode_lead"]] == [13, "II"],
              "leads and strip")
        check(all(lead["start_sample"] == 0 for lead in p.json["leads"]), "all start together")
        v6 = p.lead("V6")
        check(near(v6["end_sample"], 2500 / columns, 1) and
              len(v6["plotted_pixels"]) == v6["end_sample"], "length of a column", v6["end_sample"])
        check(p.inked() > 0.98, "points of", columns, "columns", p.inked())
    p = page("--full_mode v5")
    check(p.json["full_mode_lead"] == "V5" and p.json["leads"][-1]["lead_name"] == "V5", "strip V5")
    p = page("--full_mode XYZ")
    check(p.json["full_mode_lead"] == "I", "a lead that is not there: the first")
    p = page("--full_mode None")
    check(p.json["full_mode_lead"] == "None" and len(p.json["leads"]) == 12, "no strip")
    with open("config.yaml", "w") as f:
        f.write("paper_len: 5.0\nabs_lead_step: 5\ntickLength: 4\n")
    kit("--config_file config.yaml --store_config 2")
    check(os.path.exists("out/rec-1.png") and not os.path.exists("out/rec-2.png"), "two pages of 5 s")
    p = Page("out/rec-1")
    check((p.lead("V4")["start_sample"], p.lead("V4")["end_sample"]) == (2187 + 1, 2500),
          "V4 of the second page", p.lead("V4")["start_sample"], p.lead("V4")["end_sample"])


def test_other_records():
    kit("--store_config 2 --num_leads twelve", source="others")
    for name, columns, leads in (("two", 1, 2), ("eight", 4, 9), ("short", 4, 13)):
        j = read_json("out/%s-0.json" % name)
        check(j["number_of_columns_in_image"] == columns and len(j["leads"]) == leads, name,
              j["number_of_columns_in_image"], [lead["lead_name"] for lead in j["leads"]])
    check(os.path.exists("out/deep/er/rec-0.png") and os.path.exists("out/deep/er/rec.hea"),
          "the input's folders")
    kit("--max_num_images 4", source="many")
    check(sorted(f for f in os.listdir("out") if f.endswith(".png")) ==
          ["long-%d.png" % k for k in range(4)], "--max_num_images", os.listdir("out"))


def test_mask():
    kit("--mask_unplotted_samples", source="many")
    samples = read_record("out/long")[2]
    shown = [v is not None for v in samples["V4"]]
    want = [i % 2500 >= 1875 and i < 15000 for i in range(len(shown))]
    check(shown == want, "V4 masked", sum(shown))
    check(all(v is not None for v in samples["II"][:15000]), "the strip's lead is whole")
    kit("--mask_unplotted_samples --max_num_images 2", source="many")
    samples = read_record("out/long")[2]
    for lead, want in (("V4", lambda i: i % 2500 >= 1875 and i < 5000), ("II", lambda i: i < 5000)):
        shown = [v is not None for v in samples[lead]]
        check(shown == [want(i) for i in range(len(shown))], lead, "of pages that are made",
              sum(shown))


def test_words():
    with open("words.txt", "w") as f:
        f.write("alpha\nbeta gamma\n")
    flags = ("--hw_text -n 3 --deterministic_num_words --x_offset 40 --y_offset 25"
             " --deterministic_offset --hws 0.3 --deterministic_hw_size")
    p = page(flags + " -l words.txt --random_grid_present 0")
    j = p.json
    check(j["handwritten_text"] and j["num_words"] == 3, "three words", j["num_words"])
    check((j["x_offset_for_handwritten_text"], j["y_offset_for_handwritten_text"]) == (40, 25),
          "offsets")
    inked = [(x, y) for y in range(300) for x in range(420) if min(p.image.at(x, y)) < 200]
    check(near(min(x for x, _ in inked), 40, 1) and near(min(y for _, y in inked), 25, 1),
          "ink starts at the offsets", min(x for x, _ in inked), min(y for _, y in inked))
    check(max(y for _, y in inked) - 25 > 0.7 * 0.3 * 850, "size of the block")
    words = {t["text"] for t in j["ecgpress"]["things"] if t["kind"] == "handwriting"}
    check(words and words <= {"alpha", "beta", "gamma"}, "words of the file", words)
    with open("prose.txt", "w") as f:
        f.write("[1] The patient was seen today because of chest pain, and the recording shows a sinus "
                "rhythm with a left bundle branch block and left axis deviation; see {page} 3.\n")
    kit("--hw_text -n 6 --deterministic_num_words -l prose.txt --store_config 2")
    words = {w for t in Page().json["ecgpress"]["things"] if t["kind"] == "handwriting"
             for w in t["text"].split()}
    check(words and words <= set("1 patient seen today chest pain recording shows sinus rhythm left"
                                 " bundle branch block axis deviation see page 3".split()), words)
    kit("--hw_text --store_config 2", source="many")
    drawn = [read_json("out/long-%d.json" % k) for k in range(6)]
    check(all(2 <= d["num_words"] <= 5 and 1 <= d["x_offset_for_handwritten_text"] <= 30
              for d in drawn), "draws up to -n and the offsets")
    check(len({d["num_words"] for d in drawn}) > 1, "numbers of words differ")


def test_wrinkles():
    plain = page("")
    flags = "--wrinkles -ca 60 --deterministic_angle -nv 3 -nh 4"
    p = page(flags + " --deterministic_vertical --deterministic_horizontal")
    j = p.json
    check(j["wrinkles"] and not j["augment"] and j["crease_angle"] == 60, "creases in the JSON")
    check((j["number_of_creases_vertically"], j["number_of_creases_horizontally"]) == (3, 4),
          "numbers of creases")
    moved = max(math.dist(a, b) for a, b in zip(p.lead("V3")["plotted_pixels"],
                                                plain.lead("V3")["plotted_pixels"]))
    check(moved > 0.2, "the sheet is bent", moved)
    check(p.inked() > 0.98, "points of a wrinkled page", p.inked())
    bare = page("-r 60 --random_grid_present 0 " + flags).image.spread(0, 0, 660, 40)
    check(bare > 2, "shading", bare)
    kit(flags.replace(" --deterministic_angle", "") + " --store_config 2", source="many")
    drawn = [read_json("out/long-%d.json" % k) for k in range(6)]
    check(all(0 <= d["crease_angle"] <= 60 and 1 <= d["number_of_creases_vertically"] <= 3
              for d in drawn), "draws up to the flags")


def test_augment():
    still = " -noise 0 --deterministic_noise -c 0 -t 6500 --deterministic_temp"
    p = page("--augment -rot 20 --deterministic_rot" + still)
    check(p.json["augment"] and p.json["rotate"] == 20, "rotation in the JSON")
    check((p.image.width, p.image.height) == (1100, 850), "the size stays")
    check(max(p.image.at(2, 2)) < 20 and p.inked() > 0.98, "rotated points", p.image.at(2, 2), p.inked())
    first, last = (p.lead("II", True)["plotted_pixels"][k * FS] for k in (0, 9))
    angle = math.degrees(math.atan2(last[0] - first[0], last[1] - first[1]))
    check(near(angle, 20, 0.01), "clockwise by 20 degrees", angle)
    p = page("--augment -c 0.1 --deterministic_crop -noise 0 -t 6500 --deterministic_temp")
    check(p.json["crop"] == 0.1 and (p.image.width, p.image.height) == (1100, 850), "crop")
    check(near(p.json["x_grid"], DPI * 5 / 25.4 / 0.8, 0.01), "what is left fills the image",
          p.json["x_grid"])
    check(p.inked() > 0.98, "points of a cropped page", p.inked())
    for kelvin, warm in ((3000, 1), (15000, 0)):
        p = page("--augment -t %d --deterministic_temp -noise 0" % kelvin)
        red, _, blue = p.image.mean(0, 0, 960, 140)
        check(p.json["temperature"] == kelvin and (red > blue + 30) == warm, "tint", kelvin, red, blue)
    quiet, loud = (page("--augment --random_grid_present 0 --deterministic_noise -t 6500"
                        " --deterministic_temp -noise %d" % n) for n in (4, 40))
    check(loud.json["noise"] == 40 and quiet.json["noise"] == 4, "noise in the JSON")
    ratio = loud.image.spread(0, 0, 960, 140) / quiet.image.spread(0, 0, 960, 140)
    check(7 < ratio < 13, "ten times the noise", ratio)
    kit("--augment -rot 15 -noise 30 -c 0.05 --store_config 2", source="many")
    drawn = [read_json("out/long-%d.json" % k) for k in range(6)]
    for key, lo, hi in (("rotate", -15, 15), ("noise", 1, 30), ("crop", 0, 0.05),
                        ("temperature", 2000, 20000)):
        check(all(lo <= d[key] <= hi for d in drawn) and len({d[key] for d in drawn}) > 3, key,
              [d[key] for d in drawn])
    kit("--fully_random --store_config 2", source="many")
    drawn = [read_json("out/long-%d.json" % k) for k in range(6)]
    check(all(len({d[key] for d in drawn}) == 2 for key in ("handwritten_text", "augment")) or
          all(len({d[key] for d in drawn}) == 2 for key in ("wrinkles", "augment")),
          "--fully_random tosses coins")


def test_verify():
    flags = "--store_config 2 --lead_bbox --lead_name_bbox --print_header --add_qr_code "
    for k, more in enumerate(("--pad_inches 1", "--wrinkles", "--hw_text --augment -rot 12 -c 0.05",
                              "--wrinkles --augment -rot 5 -noise 20 --pad_inches 1")):
        kit(flags + more, out="verify/%d" % k, source="one")
    got, said = press("verify", "verify")
    check(got == 0, "verify", said)


def test_again():
    kit("-se 7 --augment --hw_text --store_config", source="many")
    first = {f: open("out/" + f, "rb").read() for f in os.listdir("out") if f[0] != "."}
    os.remove("out/long-2.png")
    said = kit("-se 7 --augment --hw_text --store_config", source="many", keep=True)
    check("1 images" in said and "5 from an earlier run" in said, "only what is missing", said)
    again = {f: open("out/" + f, "rb").read() for f in os.listdir("out") if f[0] != "."}
    check(first == again, "the same bytes")
    kit("-se 8 --augment --hw_text --store_config", source="many", keep=True)
    check(open("out/long-0.png", "rb").read() != first["long-0.png"], "other flags: made anew")


def test_in_place():
    shutil.rmtree("place", ignore_errors=True)
    shutil.copytree("one", "place")
    header = open("place/rec.hea").read()
    kit("--store_config", source="place", out="place", keep=True)
    check(open("place/rec.hea").read() == header and os.path.exists("place/rec-0.png"), "in place")
    said = kit("--mask_unplotted_samples", source="place", out="place", keep=True, status=1)
    check("mask_unplotted_samples" in said, said)
    shutil.rmtree("place/sub", ignore_errors=True)
    kit("", source="place", out="place/sub", keep=True)
    said = kit("", source="place", out="place/sub", keep=True)
    check("0 images" in said and "1 from an earlier run" in said, "never its own output", said)


def test_single():
    record = ["-i", "many/long.dat", "-hea", "many/long.hea", "--store_config", "2"]
    kit(record + ["-st", "600"])
    check(sorted(f for f in os.listdir("out") if f.endswith(".png")) == ["long-0.png"], "one page")
    j = read_json("out/long-0.json")
    check(j["leads"][0]["start_sample"] == 0, "samples count from the page's start")
    samples, source = read_record("out/long")[2], read_record("many/long")[2]
    check(len(samples["V2"]) == 2500 and
          all(near(a, b, 1e-3) for a, b in zip(samples["V2"], source["V2"][600:])), "its samples")
    said = kit(record + ["-st", "14000"], status=1)
    check("start_index" in said, said)
    said = kit(["-i", "one/rec.dat", "-hea", "many/long.hea", "-st", "0"], status=2)
    check("input_file" in said, said)


def test_spelling():
    for flags in ("-r60 --print_header", "--resolution=60 --random_add_header 1",
                  "--reso 60 --random_add 1"):
        p = page(flags + " -se -5")
        check(p.image.width == 660 and p.json["printed_text"], flags)
    p = page("-r=60 --bbox --store_text_bounding_box --random_dc 0 --wrinkes --num_images 1")
    check("lead_bounding_box" in p.json["leads"][0] and "text_bounding_box" in p.json["leads"][0] and
          not p.json["dc_pulse"] and p.json["wrinkles"], "older spellings", list(p.json["leads"][0]))
    p = page("-r 60 --deterministic_lead --lead_name_bbox")
    check("text_bounding_box" not in p.json["leads"][0], "--deterministic_lead: no names")
    got, said = press("kit", "--help")
    check("--store_text_bounding_box" in said, "older spellings in the help")


BAD = """-r 20|resolution: expected 50 to 1200
-r x|whole number
--pad_inches 1.5|whole number
--pad_inches -1|pad_inches
--calibration_pulse 1.5|calibration_pulse: expected 0 to 1
--random_bw nan|a number
--random_grid_present -0.1|random_grid_present
--random_print_header 2|random_print_header
--standard_grid_color 6|standard_grid_color: expected 1 to 5
--store_config 3|store_config
--num_columns 0|num_columns
--num_columns 13|num_columns
--max_num_images 0|max_num_images
-n 0|num_words
--x_offset -1|x_offset
--y_offset -1|y_offset
--hws 0|hws
-ca -5|crease_angle
-nv 31|num_creases_vertically
-nh -1|num_creases_horizontally
-rot 181|rotate
-noise 128|noise
-c 0.5|crop: expected 0 to 0.45
-t 500|temperature
-l https://example.org/words|link: expected a text file of words
-l nowhere.txt|nowhere.txt
-l empty.txt|empty.txt: expected a text with words
-l /dev/null|/dev/null
--config_file nowhere.yaml|nowhere.yaml
--config_file bad.yaml|bad.yaml:1: expected paper_len
-st 0|start_index
--device|expected a value
--wrinkles=1|takes no value
--nonsense|unknown flag
--random 1|unknown flag
word|unexpected word"""


def test_refusals():
    with open("bad.yaml", "w") as f:
        f.write("paper_len: 20\n")
    open("empty.txt", "w").close()
    for line in BAD.splitlines():
        flags, expected = line.split("|")
        got, said = press("kit", "-i", "one", "-o", "bad", *flags.split())
        check(got in (1, 2) and expected in said and said.count("\n") == 1, flags, got, said)
    for words in (["-i", "one"], ["-o", "bad"], ["-i", "nowhere", "-o", "bad"]):
        got, said = press("kit", *words)
        check(got == 2 and said.count("\n") == 1, words, got, said)
    check(not os.path.exists("bad"), "a refused command leaves nothing")


def run_group(test):
    """In a folder of its own, so that groups may run at once."""
    os.makedirs(test.__name__)
    os.chdir(test.__name__)
    for source in ("one", "many", "others"):
        os.symlink("../" + source, source)
    test()
    os.chdir("..")
    return len(failures)


def main():
    write_record("one/rec", 10, LEADS, ["Age: 40", "Sex: Male"])
    write_record("many/long", 61, LEADS)
    write_record("others/two", 10, ["I", "II"])
    write_record("others/eight", 10, ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"])
    write_record("others/short", 6, LEADS)
    write_record("others/deep/er/rec", 10, LEADS)
    tests = [f for name, f in globals().items() if name.startswith("test_")]
    with multiprocessing.Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        failed = sum(pool.map(run_group, tests, chunksize=1))
    print("%d groups of checks, %d failed" % (len(tests), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
