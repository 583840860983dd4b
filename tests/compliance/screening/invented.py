"""An invented sanctions list in OFAC's file format. Every name and number is made up."""

from pathlib import Path

_NULLS = ",-0- " * 7
_ROWS = (
    (
        '101,"QARUNI, Muhammad Yusuf","individual","SDGT"',
        "\"DOB 01 Jan 1960; POB Nowhere; a.k.a. 'ABU TILMIDH'.\"",
    ),
    ('102,"VELMORA SHIPBREAKING COMPANY LLC",-0- ,"NPWMD] [IFSR"', "-0- "),
    ('103,"AL-ZUHRA BRICKWORKS","-0- ","SYRIA"', "-0- "),
    ('104,"GENERAL TRADING CORPORATION",-0- ,"IRAN"', "-0- "),
    ('105,"OBSIDIAN STAR","vessel","DPRK"', "-0- "),
    ('106,"TREVANOV, Ilya Borisovich","individual","RUSSIA"', "-0- "),
    ('107,"KÖNIGSFELD MASCHINENBAU GMBH",-0- ,"RUSSIA"', "-0- "),
    ('108,"ALI",-0- ,"SDGT"', "-0- "),
)
SDN = "".join(f"{first}{_NULLS},{remarks}\n" for first, remarks in _ROWS)
ALT = """\
102,9001,"aka","VSB HOLDINGS",-0-
103,9002,"fka","ZUHRA TILE MANUFACTURE",-0-
106,9003,"aka","TREVANOFF, Ilja",-0-
"""
ADD = """\
101,1,"1 Nowhere Street","Nowhere","Elbonia",-0-
102,2,-0- ,"Port Nowhere","United States",-0-
"""


def write(folder: Path, sdn: str = SDN, *, encoding: str = "cp1252", end: bytes = b"\x1a") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("sdn.csv", sdn), ("alt.csv", ALT), ("add.csv", ADD)):
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode(encoding) + end)
    return folder
