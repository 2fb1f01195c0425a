"""The log on Apache Kafka, through aiokafka: the only package that imports it.

What aiokafka cannot do shapes it. It sends no group generation with a transaction's offsets (issue 844), so a stalled
worker that wakes after a rebalance would commit its batch again: each input partition of a task has a transactional
producer of its own, and opening it fences the one before. The input offset lies in the changelog, in the same
transaction as the rows. A producer that met an error in a transaction is of no more use (issues 1004, 1017): the
session is dropped, and a new one restores what holds.
"""

from events.log.kafka.client import KafkaSettings
from events.log.kafka.log import KafkaLog

__all__ = ["KafkaLog", "KafkaSettings"]
