"""A reader that asks a language model, behind the same joint as the one that ships (docs/engines.md).

The model only marks words. What it answers counts only where the schema holds and every span stands verbatim in the text; what
fails is dropped and counted in the reading's notes. Places, times, numbers and speakers are resolved by the same plain code.
"""

from reportedly.reading.llm._reader import LlmReader

__all__ = ["LlmReader"]
