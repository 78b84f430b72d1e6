"""Writes rows of EcoLogits' own outputs to tests/data/parity, in the columns the parity check reads.

    python -m venv a && a/bin/pip install ecologits==0.11.3 && a/bin/python tests/real_programs/rows_ecologits.py OUT [N]
    python -m venv b && b/bin/pip install ecologits==0.8.2  && b/bin/python tests/real_programs/rows_ecologits.py OUT [N]
"""
import csv
import pathlib
import random
import sys

import ecologits
from ecologits.impacts.llm import compute_llm_impacts, compute_llm_impacts_dag
from ecologits.utils.range_value import RangeValue

try:
    from ecologits import __version__ as VERSION
except ImportError:
    from importlib.metadata import version

    VERSION = version("ecologits")

OUT = pathlib.Path(sys.argv[1])
N = int(sys.argv[2]) if len(sys.argv) > 2 else 24
random.seed(11)


def write(name, note, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        file.write(f"# {note}\n")
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(name, len(rows))


def span(low, high):
    return low if low == high else RangeValue(min=low, max=high)


def ends(value):
    return (value.min, value.max) if isinstance(value, RangeValue) or hasattr(value, "min") else (value, value)


def columns(prefix, impact):
    low, high = ends(impact.value)
    return {f"{prefix}_min": low, f"{prefix}_max": high}


def blank(value):
    return "" if value is None else value


def impacts_columns(impacts):
    row = columns("energy_kwh", impacts.energy)
    for phase in ("usage", "embodied"):
        part = getattr(impacts, phase)
        for name, label in (("gwp", "gwp_kg"), ("adpe", "adpe_kgsb"), ("pe", "pe_mj"), ("wcf", "wcf_l")):
            if hasattr(part, name):
                row |= columns(f"{phase}_{label}", getattr(part, name))
    for name, label in (("gwp", "gwp_kg"), ("adpe", "adpe_kgsb"), ("pe", "pe_mj"), ("wcf", "wcf_l")):
        if hasattr(impacts, name):
            row |= columns(f"total_{label}", getattr(impacts, name))
    return row


def sizes():
    active = random.choice([0.1, 1.5, 7, 33.33, 41.66, 66.67, 70, 133.3, 405, 1000]) * random.choice([1, 1, 1.01, 0.37])
    total = active * random.choice([1, 1, 4, 20])
    if random.random() < 0.4:
        return active, active * random.choice([1.5, 3]), total, total * random.choice([1, 4])
    return active, active, total, total


def text_0_11():
    rows = []
    for number in range(N):
        low, high, total_low, total_high = sizes()
        if total_high < high:
            total_low, total_high = low, high
        pue = random.choice([(1.0, 1.0), (1.09, 1.14), (1.58, 1.58)])
        wue = random.choice([(0.0, 0.0), (0.13, 0.999), (1.8, 1.8)])
        mix = dict(gwp=random.uniform(0, 1), adpe=random.uniform(0, 3e-7), pe=random.uniform(0, 15), wue=random.uniform(0, 7))
        tps = random.choice([None, None, 35.5, 220.0])
        ttft = random.choice([None, 0.4])
        latency = random.choice([None, None, 0.05, 2.0, 60.0])
        tokens = random.choice([0, 1, 50, 333, 5000, 250_000])
        extra = dict(
            batch_size=random.choice([1, 16, 64, 256]),
            model_quantization_bits=random.choice([4, 8, 16]),
            server_power=random.choice([0.8, 1.2, 2.0]),
            server_gpu_count=random.choice([4, 8]),
            server_lifetime=random.choice([94608000, 157680000]),
        )
        given = dict(
            output_token_count=tokens,
            if_electricity_mix_adpe=mix["adpe"],
            if_electricity_mix_pe=mix["pe"],
            if_electricity_mix_gwp=mix["gwp"],
            if_electricity_mix_wue=mix["wue"],
            datacenter_pue=span(*pue),
            datacenter_wue=span(*wue),
            tps=tps,
            ttft=ttft,
            **extra,
        )
        impacts = compute_llm_impacts(span(low, high), span(total_low, total_high), request_latency=latency, **given)
        row = dict(
            case=f"tl{number:03}", peer_version=VERSION, active_min_b=low, active_max_b=high, total_min_b=total_low,
            total_max_b=total_high, output_tokens=tokens, mix_gwp=mix["gwp"], mix_adpe=mix["adpe"], mix_pe=mix["pe"],
            mix_wue=mix["wue"], pue_min=pue[0], pue_max=pue[1], wue_min=wue[0], wue_max=wue[1], tps=blank(tps),
            ttft=blank(ttft), request_latency_s=blank(latency), batch=extra["batch_size"],
            quant_bits=extra["model_quantization_bits"], server_kw=extra["server_power"],
            server_gpus=extra["server_gpu_count"], lifetime_s=extra["server_lifetime"],
        )
        stages = {}
        for end, active, total in (("lo", low, total_low), ("hi", high, total_high)):
            dag = compute_llm_impacts_dag(active, total, request_latency=float("inf") if latency is None else latency, **given)
            stages |= {
                f"gpus_{end}": dag["gpu_required_count"],
                f"gpu_energy_kwh_{end}": dag["gpu_energy"],
                f"latency_s_{end}": dag["generation_latency"],
                f"it_energy_kwh_{end}": dag["request_it_energy"],
            }
        rows.append(row | stages | impacts_columns(impacts))
    write("ecologits_llm.csv", f"Outputs of ecologits {VERSION} (PyPI, MPL-2.0) compute_llm_impacts, run by tests/real_programs/rows_ecologits.py.", rows)


def models_0_11():
    from ecologits.model_repository import models
    from ecologits.tracers.utils import llm_impacts
    from ecologits.electricity_mix_repository import electricity_mixes

    zones = [mix.zone for mix in electricity_mixes.list_electricity_mixes()]
    known = models.list_models()
    picked = [m for m in known if m.name in ("gpt-35-turbo", "claude-opus-4-5", "gpt-4o")] + random.sample(known, min(N, len(known)))
    rows = []
    for number, model in enumerate(picked):
        provider = model.provider.value
        zone = random.choice([None, random.choice(zones)])
        latency = random.choice([None, 0.5, 10.0])
        tokens = random.choice([1, 170, 3000])
        impacts = llm_impacts(provider, model.name, tokens, float("inf") if latency is None else latency, zone)
        from ecologits.tracers.utils import PROVIDER_CONFIG_MAP

        rows.append(
            dict(
                case=f"tm{number:03}", peer_version=VERSION, provider=provider, model=model.name, output_tokens=tokens,
                request_latency_s=blank(latency), zone_given=blank(zone),
                zone_used=zone or PROVIDER_CONFIG_MAP[provider].datacenter_location,
                warnings="|".join(w.code for w in impacts.warnings or []),
            )
            | impacts_columns(impacts)
        )
    write("ecologits_models.csv", f"Outputs of ecologits {VERSION} (PyPI, MPL-2.0) llm_impacts, run by tests/real_programs/rows_ecologits.py.", rows)


def videos_0_11():
    from ecologits.estimations.video import _MODELS_INFO, duration_to_frames, video_impacts

    rows = []
    for number in range(N):
        model = random.choice(sorted(_MODELS_INFO))
        resolution = random.choice(["720p", "1080P", "4k", "640x480", " 1024X576 "])
        duration = random.choice([0, 2.5, 5, 9.99, 60])
        audio = random.random() < 0.5
        zone = random.choice([None, "WOR", "DEU", "ABW"])
        impacts = video_impacts(model, resolution, duration, audio, zone)
        rows.append(
            dict(
                case=f"tv{number:03}", peer_version=VERSION, model=model, resolution=resolution, duration_s=duration,
                frames=duration_to_frames(duration), with_audio=audio, zone=blank(zone),
            )
            | impacts_columns(impacts)
        )
    write("ecologits_video.csv", f"Outputs of ecologits {VERSION} (PyPI, MPL-2.0) video_impacts, run by tests/real_programs/rows_ecologits.py.", rows)


def text_0_8():
    rows = []
    for number in range(N):
        low, high, total_low, total_high = sizes()
        if total_high < high:
            total_low, total_high = low, high
        latency = random.choice([None, None, 0.05, 2.0, 60.0])
        tokens = random.choice([0, 1, 50, 333, 5000, 250_000])
        mix = dict(gwp=random.uniform(0, 1), adpe=random.uniform(0, 3e-7), pe=random.uniform(0, 15))
        pue = random.choice([1.0, 1.2, 1.6])
        impacts = compute_llm_impacts(
            span(low, high), span(total_low, total_high), tokens, mix["adpe"], mix["pe"], mix["gwp"],
            request_latency=latency, datacenter_pue=pue,
        )
        row = dict(
            case=f"to{number:03}", peer_version=VERSION, active_min_b=low, active_max_b=high, total_min_b=total_low,
            total_max_b=total_high, output_tokens=tokens, request_latency_s=blank(latency), mix_gwp=mix["gwp"],
            mix_adpe=mix["adpe"], mix_pe=mix["pe"], pue=pue,
        )
        rows.append(row | impacts_columns(impacts))
    write("ecologits_0_8.csv", f"Outputs of ecologits {VERSION} (PyPI, MPL-2.0) compute_llm_impacts, run by tests/real_programs/rows_ecologits.py.", rows)


if VERSION.startswith("0.8"):
    text_0_8()
else:
    text_0_11()
    models_0_11()
    videos_0_11()
