"""Reads what `ecgpress kit` writes as users of ECG-Image-Kit read it, with the standard library alone:
the JSON beside an image, the image, and the WFDB record (format 16)."""
import json
import struct
import zlib


def read_png(data):
    """Width, height and rows of (r, g, b) bytes, of a file's bytes."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    assert depth == 8 and color in (2, 6), (depth, color)
    n = 3 if color == 2 else 4
    raw, rows, before = zlib.decompress(packed), [], bytearray(width * n)
    for y in range(height):
        start = y * (width * n + 1)
        row = bytearray(raw[start + 1 : start + 1 + width * n])
        unfilter(raw[start], row, before, n)
        rows.append(row)
        before = row
    return Image(width, height, rows, n)


def add_bytes(a, b):
    """Sums of bytes modulo 256, all at once: the upper bit of each apart from the others."""
    size = len(a)
    low = int.from_bytes(b"\x7f" * size, "little")
    a, b = int.from_bytes(a, "little"), int.from_bytes(b, "little")
    return ((a & low) + (b & low) ^ (a ^ b) & ~low).to_bytes(size, "little")


def unfilter(kind, row, before, n):
    if kind == 2:
        row[:] = add_bytes(row, before)
    elif kind:
        for i in range(len(row)):
            left = row[i - n] if i >= n else 0
            up, corner = before[i], before[i - n] if i >= n else 0
            row[i] = (row[i] + (left if kind == 1 else (left + up) // 2 if kind == 3
                      else nearest(left, up, corner))) & 255


def nearest(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


class Image:
    def __init__(self, width, height, rows, n):
        self.width, self.height, self.rows, self.n = width, height, rows, n

    def at(self, x, y):
        x, y = int(x), int(y)
        return tuple(self.rows[y][x * self.n : x * self.n + 3])

    def box(self, x0, y0, x1, y1):
        pixels = []
        for y in range(int(y0), int(y1)):
            part = self.rows[y][int(x0) * self.n : int(x1) * self.n]
            pixels += zip(part[0 :: self.n], part[1 :: self.n], part[2 :: self.n])
        return pixels

    def mean(self, *box):
        pixels = self.box(*(box or (0, 0, self.width, self.height)))
        return [sum(p[c] for p in pixels) / len(pixels) for c in range(3)]

    def spread(self, *box):
        """Standard deviation of green."""
        values = [p[1] for p in self.box(*box)]
        mean = sum(values) / len(values)
        return (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5

    def dark(self, x0, y0, x1, y1, below=110):
        """Pixels darker than that."""
        return sum(1 for p in self.box(x0, y0, x1, y1) if max(p) < below)

    def is_inked(self, row, column):
        """Whether a plotted pixel, or one right beside it, is darker than the paper around."""
        def values(reach):
            return [max(p) for p in self.box(max(int(column) - reach, 0), max(int(row) - reach, 0),
                                             min(int(column) + reach + 1, self.width),
                                             min(int(row) + reach + 1, self.height))]
        around = sorted(values(6))
        return min(values(1)) < around[len(around) // 2] - 50


def read_record(stem):
    """Rate, lead names, {name: mV or None}, comments."""
    lines = [line.rstrip("\n") for line in open(stem + ".hea")]
    comments = [line[1:].strip() for line in lines if line.startswith("#")]
    first, *signals = [line.split() for line in lines if line and not line.startswith("#")]
    n, length = int(first[1]), int(first[3])
    data = open(stem + ".dat", "rb").read()
    values = struct.unpack("<%dh" % (n * length), data)
    names, samples = [], {}
    for k, signal in enumerate(signals):
        assert signal[1] == "16", signal
        gain, baseline = signal[2].split("/")[0].rstrip(")").split("(")
        names.append(signal[-1])
        samples[signal[-1]] = [None if v == -32768 else (v - int(baseline)) / float(gain)
                               for v in values[k::n]]
    return float(first[2]), names, samples, comments


def read_json(path):
    return json.load(open(path))
