import { type PartitionMetadata, Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();
const byCount = new Map<number, PartitionMetadata[]>();

/** The partition of a key among so many, as every outlet chooses it. */
export function partitionOf(key: string, partitions: number): number {
  // It looks only at how many there are.
  return partitioner({ topic: '', partitionMetadata: metadata(partitions), message: { key, value: '' } });
}

function metadata(partitions: number): PartitionMetadata[] {
  const known = byCount.get(partitions);
  if (known) return known;
  const made = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionErrorCode: 0, partitionId, leader: 0, replicas: [], isr: [] },
  }));
  byCount.set(partitions, made);
  return made;
}
