"""Writes the methods' own tables in assets/data/methods from the installed packages.

    python -m venv v && v/bin/pip install ecologits==0.11.3 codecarbon==3.3.2
    npm pack @cloud-carbon-footprint/aws@0.15.0 @cloud-carbon-footprint/azure@1.8.0 (unpacked into DIR/aws, DIR/azure)
    v/bin/python tests/real_programs/tables.py [--ccf DIR]

Only figures and identifiers are taken. The tables of ML CO2 Impact and Green Algorithms are in repositories,
not in packages; they were transcribed and are not written by this script.
"""
import argparse
import csv
import importlib.util
import json
import pathlib
import re

OUT = pathlib.Path(__file__).resolve().parents[2] / "assets" / "data" / "methods"


def package(name):
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


def write(name, notes, header, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        for note in notes:
            file.write(f"# {note}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(name, len(rows))


def span(value):
    if isinstance(value, dict):
        return [value["min"], value["max"]]
    return [value, value]


def ecologits():
    import ecologits
    from ecologits.tracers.utils import PROVIDER_CONFIG_MAP

    notice = [
        f"Source: EcoLogits {ecologits.__version__}, ecologits/data (GenAI Impact, https://github.com/genai-impact/ecologits).",
        "Licence of this file: MPL-2.0 (https://mozilla.org/MPL/2.0/); figures rearranged into columns, nothing added.",
    ]
    data = package("ecologits") / "data"
    text = json.loads((data / "models.json").read_text())
    rows = []
    for model in text["models"]:
        parameters = model["architecture"]["parameters"]
        moe = isinstance(parameters, dict) and "total" in parameters
        active, total = (parameters["active"], parameters["total"]) if moe else (parameters, parameters)
        deployment = model["deployment"] or {}
        rows.append(
            [model["provider"], model["name"], "", *span(active), *span(total)]
            + ["" if deployment.get(key) is None else deployment[key] for key in ("tps", "ttft")]
            + ["|".join(model["warnings"] or [])]
        )
    for alias in text["aliases"]:
        rows.append([alias["provider"], alias["name"], alias["alias"]] + [""] * 7)
    write(
        "ecologits_0_11_models.csv",
        notice + ["Parameters in billions; tps in output tokens/s; ttft in s. A row with alias_of takes everything from that model."],
        "provider name alias_of active_min_b active_max_b total_min_b total_max_b tps ttft_s warnings".split(),
        rows,
    )
    mixes = json.loads((data / "electricity_mixes.json").read_text())["electricity_mixes"]
    write(
        "ecologits_0_11_electricity.csv",
        notice
        + ["gwp in kg CO2e/kWh (Ember through Our World in Data, CC BY 4.0), adpe in kg Sb eq/kWh, pe in MJ/kWh, wue in L/kWh."]
        + ["A warning names a factor that is the world's, for want of the zone's."],
        "zone gwp adpe pe wue warnings".split(),
        [[m["name"], m["gwp"], m["adpe"], m["pe"], m["wue"], "|".join(m["warnings"] or [])] for m in mixes],
    )
    video = json.loads((data / "video_models.json").read_text())
    providers = [
        ["text", name, c.datacenter_location, *span(as_dict(c.datacenter_pue)), *span(as_dict(c.datacenter_wue))]
        for name, c in PROVIDER_CONFIG_MAP.items()
    ] + [
        ["video", name, c["datacenter_location"], *span(c["datacenter_pue"]), *span(c["datacenter_wue"])]
        for name, c in video["provider_configurations"].items()
    ]
    write(
        "ecologits_0_11_providers.csv",
        notice + ["PUE is a ratio; wue in L/kWh of IT energy, on site."],
        "kind provider zone pue_min pue_max wue_min wue_max".split(),
        providers,
    )
    write(
        "ecologits_0_11_video_hardware.csv",
        notice + ["Power of the whole server in W (2.5th and 97.5th percentile); embodied in kg CO2e, kg Sb eq, MJ."],
        "hardware accelerators power_p2_5_w power_p97_5_w server_gwp server_adpe server_pe accelerator_gwp accelerator_adpe accelerator_pe".split(),
        [
            [name, h["number_of_accelerators"], h["server_power"]["p2_5"], h["server_power"]["p97_5"]]
            + [h["server_embodied"][k] for k in ("gwp", "adpe", "pe")]
            + [h["accelerator_embodied"][k] for k in ("gwp", "adpe", "pe")]
            for name, h in video["hardware_configurations"].items()
        ],
    )
    terms = "n m n1 m1 n2 m2 g non_audio_weight".split()
    write(
        "ecologits_0_11_video_models.csv",
        notice + ["Coefficients of the latency regression, in s."],
        ["model", "provider", "hardware", *terms],
        [
            [m["model_name"], m["provider"], m["hardware"]]
            + [m["regression_parameters"].get(t, 1 if t == "non_audio_weight" else 0) for t in terms]
            for m in video["models"]
        ],
    )


def as_dict(value):
    return {"min": value.min, "max": value.max} if hasattr(value, "min") else value


def codecarbon():
    from codecarbon import __version__

    data = package("codecarbon") / "data"
    notice = [
        f"Source: CodeCarbon {__version__}, codecarbon/data (https://github.com/mlco2/codecarbon).",
        "Licence of this file: MIT (Copyright 2020 comet.ml, mlco2 and contributors).",
    ]
    world = json.loads((data / "private_infra/global_energy_mix.json").read_text())
    write(
        "codecarbon_3_3_countries.csv",
        notice + ["g CO2e/kWh, from Our World in Data (CC BY 4.0)."],
        "country g_per_kwh year".split(),
        [[code, row["carbon_intensity"], row["year"]] for code, row in world.items()],
    )
    rows = []
    for name, state in json.loads((data / "private_infra/2023/usa_emissions.json").read_text()).items():
        if not name.startswith("_"):
            rows.append(["USA", name, "lb_per_mwh", state["emissions"], "", "", "", ""])
    for name, mix in json.loads((data / "private_infra/2023/canada_energy_mix.json").read_text()).items():
        rows.append(["CAN", name, "mix", "", mix["coal"], mix["petroleum"], mix["naturalGas"], mix["total"]])
    for code, zone in json.loads((data / "private_infra/nordic_emissions.json").read_text())["data"].items():
        country = {"SE": "SWE", "NO": "NOR", "FI": "FIN"}[code[:2]]
        rows.append([country, code.lower(), "g_per_kwh", zone["emission_factor"], "", "", "", ""])
    for zone in json.loads((data / "private_infra/2023/china_provincial_emissions.json").read_text())["data"].values():
        for name in zone["names"]:
            rows.append(["CHN", name, "g_per_kwh", zone["emission_factor"], "", "", "", ""])
    write(
        "codecarbon_3_3_regions.csv",
        notice
        + ["US states: EPA eGRID2023. Canada: generation shares, of which coal, petroleum and gas carry a factor. Nordic bidding"]
        + ["zones: ENTSO-E 2025. Chinese provinces: Ministry of Ecology and Environment, announcement 2025 No. 47 (CO2 only)."],
        "country region unit value coal petroleum natural_gas total".split(),
        rows,
    )
    with open(data / "cloud/impact.csv", encoding="utf-8-sig", newline="") as file:
        cloud = list(csv.DictReader(file))
    write(
        "codecarbon_3_3_cloud.csv",
        notice + ["g CO2e/kWh as published by the provider (https://cloud.google.com/sustainability/region-carbon)."],
        "provider region country g_per_kwh".split(),
        [[r["provider"], r["region"], r["countryIsoCode"], r["impact"]] for r in cloud],
    )
    with open(data / "hardware/cpu_power.csv", encoding="utf-8", newline="") as file:
        cpus = list(csv.DictReader(file))
    write(
        "codecarbon_3_3_cpu_power.csv",
        notice
        + ["Thermal design power in W by the processor's name. Where it is empty the package has a figure that is no number"]
        + ["(such as 27.29.5), on which the program stops."],
        "name tdp_w".split(),
        [[r["Name"], r["TDP"] if re.fullmatch(r"\d+(\.\d+)?", r["TDP"]) else ""] for r in cpus],
    )


def cloud_carbon_footprint(folder):
    factors, processors = [], []
    for provider, version in (("aws", "0.15.0"), ("azure", "1.8.0")):
        dist = folder / provider / "package" / "dist"
        title = {"aws": "Aws", "azure": "Azure"}[provider]
        constants = (dist / "domain" / f"{title}FootprintEstimationConstants.js").read_text()
        names = {"AWS": "AWSRegions", "AZURE": "AzureRegions"}[provider.upper()]
        regions = (dist / "lib" / f"{names}.js").read_text()
        codes = dict(re.findall(r'AWS_REGIONS\["(\w+)"\] = "([^"]+)"', regions))
        codes |= dict(re.findall(r"(\w+): \{\s*name: '([^']+)'", regions))
        nerc = {"RFC": "0.0003761283186", "SERC": "0.0003651277965", "WECC": "0.0002986502059"}
        nerc |= {"TRE": "0.0003341569631", "MRO": "0.0003909916334"}
        for key, value in re.findall(r"_REGIONS\.(\w+)(?:\.name)?\]: ([\w.]+),", constants):
            factors.append([provider, codes[key], nerc.get(value.rsplit(".", 1)[-1], value)])
        tables = {}
        for kind in ("MIN_WATTS", "MAX_WATTS", "MEMORY"):
            body = re.search(kind + r"_BY_COMPUTE_PROCESSOR: \{(.*?)\n    \}", constants, re.S).group(1)
            tables[kind] = dict(re.findall(r"TYPES\.(\w+)\]: ([\d.]+)", body))
            tables[kind]["AVERAGE"] = re.search(kind + r"_AVG: ([\d.]+)", constants).group(1)
        for key, low in tables["MIN_WATTS"].items():
            processors.append([provider, key.lower(), low, tables["MAX_WATTS"][key], tables["MEMORY"].get(key, "")])
    notice = [
        "Source: Cloud Carbon Footprint, npm packages @cloud-carbon-footprint/aws 0.15.0 and azure 1.8.0 (https://www.cloudcarbonfootprint.org).",
        "Licence of this file: Apache-2.0 (Copyright Thoughtworks, Inc.).",
    ]
    write(
        "cloud_carbon_footprint_factors.csv",
        notice + ["Metric tons CO2e per kWh."],
        "provider region t_per_kwh".split(),
        factors,
    )
    write(
        "cloud_carbon_footprint_processors.csv",
        notice + ["W per vCPU (GPU rows: per device) idle and at full load; memory_gb: memory of the reference server per chip."],
        "provider processor min_w max_w memory_gb".split(),
        processors,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--ccf", type=pathlib.Path)
    chosen = parser.parse_args()
    ecologits() if importlib.util.find_spec("ecologits") else print("ecologits is not installed")
    codecarbon() if importlib.util.find_spec("codecarbon") else print("codecarbon is not installed")
    if chosen.ccf:
        cloud_carbon_footprint(chosen.ccf)
