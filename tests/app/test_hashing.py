"""Secrets are hashed in turn, and behind everything else."""

import os
import threading

import pytest

from app import hashing


def test_a_secret_fits_its_own_hash_alone() -> None:
    kept = hashing.hashed("春暖花开二零二六")
    assert kept.startswith("$argon2id$")
    assert hashing.fits(kept, "春暖花开二零二六")
    assert not hashing.fits(kept, "春暖花开二零二五")


@pytest.mark.parametrize("kept", ["", "no hash", "$argon2id$v=19$m=1", "散列"])
def test_what_is_no_hash_is_told(kept: str) -> None:
    with pytest.raises(ValueError, match=r"Error|codec"):
        hashing.fits(kept, "春暖花开二零二六")


def test_others_go_first() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    mine = priority()
    assert hashing._in_turn(priority) == mine + hashing.BEHIND
    assert priority() == mine
