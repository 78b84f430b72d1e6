"""Writes rows of CodeCarbon's own outputs to OUT, in the columns the parity check reads.

    python -m venv v && v/bin/pip install codecarbon==3.3.2 && v/bin/python tests/real_programs/rows_codecarbon.py OUT [N]
"""
import csv
import logging
import pathlib
import random
import sys
from unittest import mock

from codecarbon import __version__ as VERSION
from codecarbon.core.cpu import TDP
from codecarbon.core.emissions import Emissions
from codecarbon.core.units import Energy, Power, Time
from codecarbon.external.geography import CloudMetadata, GeoMetadata
from codecarbon.external.hardware import CPU
from codecarbon.external.ram import RAM
from codecarbon.input import DataSource

logging.disable(logging.CRITICAL)
OUT = pathlib.Path(sys.argv[1])
N = int(sys.argv[2]) if len(sys.argv) > 2 else 40
random.seed(332)
SOURCE = DataSource()
NOTE = f"Outputs of codecarbon {VERSION} (PyPI, MIT), run by tests/real_programs/rows_codecarbon.py."


def some(values, count):
    return random.sample(values, min(count, len(values)))


def write(name, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        file.write(f"# {NOTE}\n")
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(name, len(rows))


def emissions():
    countries = sorted(SOURCE.get_global_energy_mix_data())
    states = [s for s in SOURCE.get_country_emissions_data("usa") if not s.startswith("_")]
    provinces = sorted(SOURCE.get_country_energy_mix_data("can"))
    chinese = [n for p in SOURCE.get_china_provincial_emissions_data()["data"].values() for n in p["names"]]
    cloud = SOURCE.get_cloud_emissions_data()[["provider", "region"]].values.tolist()
    places = [("country", c, None) for c in some(countries, N // 4)]
    places += [("region", "usa", s) for s in some(states, N // 8)]
    places += [("region", "CAN", p.title()) for p in some(provinces, N // 8)]
    places += [("region", "CHN", n.upper() + s) for n in some(chinese, N // 8) for s in ("", " province", "  shi")]
    places += [("region", "SWE", "SE4"), ("region", "nor", "no4"), ("region", "NOR", "SE1"), ("region", "FIN", "Uusimaa")]
    places += [("region", "USA", "narnia"), ("region", "CAN", "narnia"), ("region", "CHN", "tibet"), ("region", "DEU", "bavaria")]
    places += [("region", "USA", ""), ("country", "XXX", None), ("country", None, None), ("region", None, "ohio")]
    rows = []
    for kind, country, region in places:
        energy = random.choice([0.0, 1e-6, 1.0, 123.456, 1e7])
        geo = GeoMetadata(country_iso_code=country, region=region)
        rows.append(row(kind, country, region, None, None, None, energy,
                        Emissions(SOURCE).get_private_infra_emissions(Energy(energy), geo)))
    for provider, name in some(cloud, N // 8) + [["aws", "eu-west-1"], ["gcp", "EUROPE-WEST1"]]:
        for geo in (None, GeoMetadata(country_iso_code="FRA"), GeoMetadata(country_iso_code="USA", region="Ohio")):
            energy = random.choice([0.5, 77.0])
            kg = Emissions(SOURCE).get_cloud_emissions(Energy(energy), CloudMetadata(provider, name), geo)
            rows.append(row("cloud", geo and geo.country_iso_code, geo and geo.region, provider, name, None, energy, kg))
    forced = Emissions(SOURCE, force_carbon_intensity_g_co2e_kwh=12.5)
    rows.append(row("forced", "USA", "ohio", None, None, 12.5, 3.0,
                    forced.get_private_infra_emissions(Energy(3.0), GeoMetadata("USA", region="ohio"))))
    write("codecarbon_emissions.csv", rows)


def row(kind, country, region, provider, name, forced, energy, kg):
    values = (kind, country, region, provider, name, forced, energy, kg)
    keys = "kind country_iso3 region cloud_provider cloud_region forced_g_per_kwh energy_kwh emissions_kg".split()
    return {key: "" if value is None else value for key, value in zip(keys, values)}


def hardware():
    rows = []

    def add(kind, model="", memory="", tdp="", load="", dimms="", power=""):
        rows.append(dict(kind=kind, model=model, memory_gb=memory, tdp_w=tdp, load_pct=load, dimms=dimms, power_w=power))

    for arm in (False, True):
        ram = RAM(tracking_mode="machine")
        ram.is_arm_cpu = arm
        for memory in [0, 2.0001, 4.0, 16.0001, 64.5, 128.0001, 255.9, 256, 640, 2047, 2048, 10_000] + [
            round(random.uniform(0, 3000), 3) for _ in range(N // 4)
        ]:
            add("ram", "arm" if arm else "x86", memory, dimms=ram._estimate_dimm_count(memory),
                power=Power.from_watts(ram._calculate_ram_power(memory)).W)
    for name in ("generic", "AMD Ryzen Threadripper 1950X"):
        for _ in range(N // 4):
            tdp, load = random.choice([6.4, 65, 280]), round(random.uniform(0, 100), 2)
            add("cpu_load_linear_or_threadripper", name, tdp=tdp, load=load,
                power=CPU._calculate_power_from_cpu_load(tdp, load, name))
    for _ in range(N // 4):
        tdp, load = random.choice([6.4, 65, 280]), round(random.uniform(0, 100), 2)
        cpu = CPU(".", "cpu_load", "generic", tdp)
        with mock.patch.object(cpu._cpu_load_meter, "percent", return_value=load):
            add("cpu_load_machine", "generic", tdp=tdp, load=load, power=cpu._get_power_from_cpu_load().W)
        add("cpu_constant", "generic", tdp=tdp, power=CPU(".", "constant", "generic", tdp)._get_power_from_cpus().W)
    names = SOURCE.get_cpu_power_data()["Name"].tolist()
    finder = TDP.__new__(TDP)
    asked = [f"{n} 16-Core Processor" for n in some(names, N // 4)] + some(names, N // 4)
    asked += ["Intel(R) Xeon(R) CPU E5-2650 v4 @ 2.20GHz", "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "AMD EPYC",
              "AMD EPYC 7B12", "Apple M1 Pro", "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "unheard of",
              "AMD Ryzen 7 5800X 8-Core Processor", "Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz", "ARMv8"]
    for name in asked:
        try:
            power = finder._get_cpu_power_from_registry(name)
        except ValueError:
            continue
        # What the tracker falls back to for a processor of 8 threads.
        add("cpu_tdp", name, load=8, power=power if power else 8 * 4)
    write("codecarbon_hardware.csv", rows)


def units():
    rows = []
    for _ in range(N // 4):
        watt, seconds, joules = random.uniform(0, 1e4), random.uniform(0, 1e6), random.uniform(0, 1e15)
        energy = Energy.from_power_and_time(power=Power.from_watts(watt), time=Time.from_seconds(seconds))
        rows.append(dict(kind="power_time", value=watt, seconds=seconds, kwh=energy.kWh))
        rows.append(dict(kind="microjoules", value=joules, seconds="", kwh=Energy.from_ujoules(joules).kWh))
        rows.append(dict(kind="millijoules", value=joules, seconds="", kwh=Energy.from_millijoules(joules).kWh))
    write("codecarbon_units.csv", rows)


emissions()
hardware()
units()
