"""All benchmarks, one after the other."""

from __future__ import annotations

import importlib
import pkgutil

import bench

for module in sorted(m.name for m in pkgutil.iter_modules(bench.__path__) if not m.name.startswith("_")):
    print(f"== {module}")
    importlib.import_module(f"bench.{module}").main()
