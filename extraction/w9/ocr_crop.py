"""Read one line of text from a small crop with either of two resident engines.

Tesseract (LSTM) and PP-OCR (the recognition model in RapidOCR's wheel, run directly so that its character
probabilities are at hand). Both are loaded once a process and use one thread. Gray crops, 0 black.
"""

import importlib
import importlib.resources
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from extraction.types import ExtractionError
from extraction.w9.raster import Gray

Kind = Literal["text", "digits", "date", "code"]
DIGITS = "0123456789-"
LATIN = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž’‘“”–—"
    "ĄąĂăĆćČčĎďĐđĘęĚěĞğŁłŃńŇňŐőŘřŚśŞşȘșŤťȚțŮůŰűŹźŻż"
)
CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/"
DATES = LATIN
ALPHABETS: dict[Kind, str] = {"text": LATIN, "digits": DIGITS, "date": DATES, "code": CODES}
TESSDATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)
PPOCR_HEIGHT = 48
PAD = 12  # pixels of paper around a crop for Tesseract
SINGLE_LINE = 7  # Tesseract page segmentation mode


@dataclass(frozen=True, slots=True)
class Read:
    """One reading: the text, its confidence (0..1, the engine's own), and each character's."""

    text: str
    confidence: float
    characters: tuple[float, ...] = ()


EMPTY = Read("", 0.0)


def tesseract(crop: Gray, kind: Kind = "text") -> Read:
    """One line by Tesseract; ``Read("", 0)`` when it sees none."""
    api = _tesseract()
    whitelist = "" if kind in ("text", "date") else ALPHABETS[kind]
    api.SetVariable("tessedit_char_whitelist", whitelist)
    padded = cv2.copyMakeBorder(crop, PAD, PAD, PAD, PAD, cv2.BORDER_CONSTANT, value=255)
    api.SetImage(Image.fromarray(padded))
    api.SetSourceResolution(300)
    if not api.Recognize():
        return EMPTY
    text: list[str] = []
    scores: list[float] = []
    iterator = api.GetIterator()
    tesserocr = _tesserocr()
    level = tesserocr.RIL.SYMBOL
    for symbol in tesserocr.iterate_level(iterator, level) if iterator else ():
        if symbol.Empty(level):
            continue
        letter = symbol.GetUTF8Text(level)
        if text and symbol.IsAtBeginningOf(tesserocr.RIL.WORD):
            text.append(" ")
            scores.append(1.0)
        text.append(letter)
        scores.extend([symbol.Confidence(level) / 100] * len(letter))
    return _read("".join(text), scores)


def ppocr(crop: Gray, kind: Kind = "text") -> Read:
    """One line by PP-OCR, restricted to the characters of ``kind``."""
    session, alphabet = _ppocr()
    height, width = crop.shape
    wide = max(32, min(2400, round(width * PPOCR_HEIGHT / height)))
    way = cv2.INTER_AREA if wide < width else cv2.INTER_CUBIC
    image = cv2.resize(crop, (wide, PPOCR_HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1
    batch = np.repeat(image[None, None], 3, axis=1)
    scores = session.run(None, {session.get_inputs()[0].name: batch})[0][0]
    return _greedy(scores, alphabet, kind)


def _greedy(scores: NDArray[np.float32], alphabet: tuple[str, ...], kind: Kind) -> Read:
    """Best path of a CTC output (steps, characters), the first character being the blank."""
    columns = _columns(alphabet, kind)
    kept = scores[:, columns]
    path = kept.argmax(axis=1)
    text: list[str] = []
    confidences: list[float] = []
    last = -1
    for step, choice in enumerate(path):
        chance = float(kept[step, choice])
        if choice == last and choice != 0 and confidences:
            confidences[-1] = max(confidences[-1], chance)
        elif choice != 0:
            text.append(alphabet[columns[choice]])
            confidences.append(chance)
        last = int(choice)
    return _read("".join(text), confidences)


def _read(text: str, scores: list[float]) -> Read:
    if not text.strip():
        return EMPTY
    kept = [score for letter, score in zip(text, scores, strict=False) if letter != " "]
    return Read(text.strip(), float(np.exp(np.mean(np.log(np.maximum(kept, 1e-3))))), tuple(scores))


@lru_cache(maxsize=8)
def _columns(alphabet: tuple[str, ...], kind: Kind) -> NDArray[np.int64]:
    """Columns of the network's output to look at; the blank is first."""
    allowed = set(ALPHABETS[kind])
    return np.array([0] + [i for i, letter in enumerate(alphabet) if i and letter in allowed], np.int64)


def load_engines() -> None:
    """Load both engines now: processes forked later share them. Both run on the caller's thread only."""
    _ppocr()
    _tesseract()


def _tesserocr() -> Any:
    """The binding, loaded when the first crop is read: it has no type stubs and is not needed for others."""
    return importlib.import_module("tesserocr")


@lru_cache(maxsize=1)
def _tesseract() -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    given = os.environ.get("TESSDATA_PREFIX")
    folders = [given, *TESSDATA] if given else list(TESSDATA)
    for folder in folders:
        if (Path(folder) / "eng.traineddata").is_file():
            return _tesserocr().PyTessBaseAPI(path=folder, lang="eng", psm=SINGLE_LINE)
    raise ExtractionError("ocr_missing", "Tesseract's English language data is not installed.")


@lru_cache(maxsize=1)
def _ppocr() -> tuple[Any, tuple[str, ...]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    folder = Path(str(importlib.resources.files("rapidocr"))) / "models"
    found = sorted(folder.glob("*_rec_*.onnx"))
    if not found:
        raise ExtractionError("ocr_missing", "The RapidOCR recognition model is not installed.")
    session = onnxruntime.InferenceSession(str(found[0]), options, providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *letters, " ")
