"""Reads a dataset's labels as their users do, and says where they are wrong.

    dataset_reader.py FOLDER boxes|rings|quads    COCO files and YOLO labels against each image's JSON
    dataset_reader.py FOLDER card                 dataset.json of test_dataset.sh against them

COCO's structure is checked strictly, and the geometry: polygons hold every visible point of their
lead, boxes hold their polygons and no more, nothing lies outside the picture; YOLO says the same.
"""
import collections
import glob
import json
import os
import sys

problems = []


def wrong(text):
    problems.append(text)


def close(a, b, most):
    return abs(a - b) <= most


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def holds(ring, x, y):
    """Even-odd, by a ray along x."""
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def rings_of(annotation):
    return [list(zip(flat[0::2], flat[1::2])) for flat in annotation["segmentation"]]


def check_annotation(a, image, names):
    where = "%s: annotation %d" % (image["file_name"], a["id"])
    x, y, w, h = a["bbox"]
    rings = rings_of(a)
    if sorted(a) != sorted(["id", "image_id", "category_id", "iscrowd", "bbox", "area",
                            "segmentation", "attributes"]):
        wrong(where + ": keys " + str(sorted(a)))
    if a["iscrowd"] != 0 or a["category_id"] not in names:
        wrong(where + ": iscrowd or category")
    if not rings or any(len(r) < 3 for r in rings):
        wrong(where + ": a polygon of less than 3 points")
    if any(len(flat) % 2 for flat in a["segmentation"]):
        wrong(where + ": an odd number of coordinates")
    xs = [p[0] for r in rings for p in r]
    ys = [p[1] for r in rings for p in r]
    if min(xs) < 0 or min(ys) < 0 or max(xs) > image["width"] or max(ys) > image["height"]:
        wrong(where + ": outside of the picture")
    if not (close(min(xs), x, .006) and close(min(ys), y, .006) and close(max(xs), x + w, .011)
            and close(max(ys), y + h, .011)):
        wrong(where + ": the box is not the polygons'")
    if not close(sum(area(r) for r in rings), a["area"], 0.01 + 1e-6 * a["area"]) or a["area"] <= 0:
        wrong(where + ": area")


def check_coco(path):
    coco = json.load(open(path))
    names = {c["id"]: c["name"] for c in coco["categories"]}
    images = {i["id"]: i for i in coco["images"]}
    ids = collections.Counter(a["id"] for a in coco["annotations"])
    if min(names, default=0) < 1 or len(names) != len(coco["categories"]):
        wrong(path + ": categories")
    if len(images) != len(coco["images"]) or min(images, default=1) < 1:
        wrong(path + ": image ids")
    if any(n > 1 for n in ids.values()) or min(ids, default=1) < 1:
        wrong(path + ": annotation ids")
    for a in coco["annotations"]:
        check_annotation(a, images[a["image_id"]], names)
    return coco, names, images


def check_leads(json_path, annotations, names):
    """Each lead with a visible point has one annotation, whose polygons hold them all."""
    truth = json.load(open(json_path))
    width, height = truth["width"], truth["height"]
    found = {a["attributes"]["index"]: a for a in annotations if names[a["category_id"]] == "lead"}
    for k, (lead, layout) in enumerate(zip(truth["leads"], truth["ecgpress"]["layout"])):
        hidden = set()
        for start, end in layout["hidden"]:
            hidden.update(range(start, end))
        points = [p for i, p in enumerate(lead["plotted_pixels"], lead["start_sample"])
                  if i not in hidden and p[0] is not None]
        points = [(c, r) for r, c in points if 0.02 < r < height - .02 and 0.02 < c < width - .02]
        if not points:
            continue
        if k not in found:
            wrong("%s: lead %d has no annotation" % (json_path, k))
            continue
        if found[k]["attributes"]["lead"] != lead["lead_name"]:
            wrong("%s: lead %d is called otherwise" % (json_path, k))
        rings = rings_of(found[k])
        step = max(1, len(points) // 300)
        outside = sum(not any(holds(r, x, y) for r in rings) for x, y in points[::step])
        if outside:
            wrong("%s: %d points of lead %d (%s) outside of its polygons" %
                  (json_path, outside, k, lead["lead_name"]))
        # Not much else: the line's length times its width, and what it takes beside steep flanks.
        x, y, w, h = found[k]["bbox"]
        if found[k]["area"] > 0.75 * w * h and min(w, h) > 12:
            wrong("%s: lead %d's polygons fill its box" % (json_path, k))
    kinds = collections.Counter(t["kind"] for t in truth["ecgpress"]["things"]
                                if t.get("seen", 1) >= 0.3)
    told = collections.Counter(names[a["category_id"]] for a in annotations)
    for kind in ("lead_name", "header", "footer", "handwriting", "sticker", "stamp"):
        if told[kind] > kinds[kind] + sum(t["kind"] == kind for t in truth["ecgpress"]["things"]
                                          if 0.2 < t.get("seen", 1) < 0.3):
            wrong("%s: more of %s than there are" % (json_path, kind))
        if kinds[kind] and not told[kind]:
            wrong("%s: no %s" % (json_path, kind))
    if told["page"] != 1:
        wrong(json_path + ": page")


def check_yolo(path, kind, annotations, image):
    w, h = image["width"], image["height"]
    lines = open(path).read().splitlines()
    if len(lines) != len(annotations):
        wrong(path + ": another number of labels than COCO's")
    for line, a in zip(lines, annotations):
        words = line.split(" ")
        numbers = [float(word) for word in words[1:]]
        if int(words[0]) + 1 != a["category_id"]:
            wrong(path + ": class")
        if any(not 0 <= n <= 1 for n in numbers):
            wrong(path + ": not within 0 to 1: " + line[:60])
        x, y, bw, bh = a["bbox"]
        if kind == "boxes":
            box = numbers[0] * w, numbers[1] * h, numbers[2] * w, numbers[3] * h
            if len(numbers) != 4 or not (close(box[0], x + bw / 2, .02) and close(
                    box[1], y + bh / 2, .02) and close(box[2], bw, .02) and close(box[3], bh, .02)):
                wrong(path + ": box of " + line[:60])
            continue
        ring = [(px * w, py * h) for px, py in zip(numbers[0::2], numbers[1::2])]
        if kind == "quads" and len(ring) != 4 or len(ring) < 3 or len(numbers) % 2:
            wrong(path + ": number of points")
        if kind == "rings" and not close(area(ring), a["area"], 0.5 + 0.01 * a["area"]):
            wrong(path + ": area of " + line[:60])
        if kind == "quads":
            inside = all(0 < px < w and 0 < py < h for px, py in ring)
            if inside and any(not holds([(cx + (cx - x - bw / 2) * 0.02, cy + (cy - y - bh / 2) * 0.02)
                                         for cx, cy in ring], px, py)
                              for r in rings_of(a) for px, py in r) and min(bw, bh) > 4:
                wrong(path + ": turned box of " + line[:60])


def check_histogram(name, told, values):
    counts, edges = told["counts"], told["edges"]
    if len(edges) != len(counts) + 1 or sum(counts) != len(values):
        wrong(name + ": edges and counts")
        return
    most = 1e-7 * max(abs(e) for e in edges) + 1e-9
    for k, count in enumerate(counts):
        low = sum(edges[k] + most <= v < edges[k + 1] - most for v in values)
        high = sum(edges[k] - most <= v < edges[k + 1] + most for v in values)
        if not low <= count <= high:
            wrong("%s: %d from %g to %g" % (name, count, edges[k], edges[k + 1]))
    if not (close(told["min"], min(values), most) and close(told["max"], max(values), most)
            and close(told["mean"], sum(values) / len(values), most)):
        wrong(name + ": min, max, mean")


def check_card(folder):
    card = json.load(open(folder + "/dataset.json"))
    lines = [json.loads(line) for line in open(folder + "/manifest.jsonl")]
    scenes = [json.load(open("%s/%s.json" % (folder, line["name"])))["ecgpress"]["scene"]
              for line in lines]
    told = {k: card[k] for k in ("images", "records", "failed", "unreadable_inputs", "seed")}
    if told != {"images": 9, "records": 3, "failed": 3, "unreadable_inputs": 0, "seed": 0}:
        wrong("counts: " + str(told))
    if card["licence"] != {"given": "it's ours", "found": [
            {"file": "db/LICENSE.txt", "name": "CC BY 4.0",
             "first_line": "Creative Commons Attribution 4.0 International"}]}:
        wrong("licence: " + str(card["licence"]))
    if card["command"] != (
            "ecgpress generate -i in --synthetic 2 --recipe mixed --set output.dpi=50 --set "
            "capture.width_px=200 --set page.paper_speed_mm_s=25 --seed 0 --variants 3 --truth points "
            "--fs 2 --licence 'it'\\''s ours'"):
        wrong("command: " + card["command"])
    if "mix:" not in card["recipe"]["text"] or card["recipe"]["name"] != "mixed":
        wrong("recipe")
    if card["kinds"] != collections.Counter(line["recipe"] for line in lines):
        wrong("kinds: " + str(card["kinds"]))
    if card["bytes"]["all"] != sum(
            os.path.getsize(os.path.join(folder, f)) for line in lines for f in line["files"]):
        wrong("bytes")
    if card["lead_names"] != collections.Counter(lead for line in lines for lead in line["leads"]):
        wrong("lead names")
    parameters = card["parameters"]
    if "page.paper_speed_mm_s" in parameters or len(parameters) < 100:
        wrong("parameters: %d" % len(parameters))
    for name, p in parameters.items():
        values = [s[name] for s in scenes]
        if "histogram" in p:
            check_histogram(name, p["histogram"], values)
        elif p["counts"] != collections.Counter(
                str(v).lower() if isinstance(v, bool) else v for v in values):
            wrong("%s: %s" % (name, p["counts"]))
        if "red" in p:
            check_histogram(name, p["red"], [int(v[1:3], 16) for v in values])
    for name in scenes[0]:
        if len({s[name] for s in scenes}) > 1 and name not in parameters and name[:6] != "scene.":
            wrong(name + ": drawn, but not told")
    return len(lines)


def main():
    folder, kind = sys.argv[1:3]
    if kind == "card":
        n = check_card(folder)
        for line in problems[:20]:
            print(line)
        print("%d images, %d problems" % (n, len(problems)))
        sys.exit(1 if problems else 0)
    n_images = n_leads = 0
    seen_ids = set()
    for path in sorted(glob.glob(folder + "/coco*.json")):
        coco, names, images = check_coco(path)
        by_image = collections.defaultdict(list)
        for a in coco["annotations"]:
            by_image[a["image_id"]].append(a)
        if seen_ids & set(images):
            wrong(path + ": image ids of another part")
        seen_ids |= set(images)
        for number, image in images.items():
            stem = os.path.join(folder, os.path.splitext(image["file_name"])[0])
            if not os.path.exists(os.path.join(folder, image["file_name"])):
                wrong(path + ": no " + image["file_name"])
            check_leads(stem + ".json", by_image[number], names)
            check_yolo(stem + ".txt", kind, by_image[number], image)
            n_images += 1
            n_leads += sum(names[a["category_id"]] == "lead" for a in by_image[number])
    if len(open(folder + "/manifest.jsonl").readlines()) != n_images or not n_leads:
        wrong(folder + ": %d images in COCO files" % n_images)
    for line in problems[:20]:
        print(line)
    print("%d images, %d leads, %d problems" % (n_images, n_leads, len(problems)))
    sys.exit(1 if problems else 0)


main()
