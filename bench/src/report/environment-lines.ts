import type { Environment } from './environment.js';

/** On what the figures came about, and how far they can be trusted. */
export function environmentLines({
  at,
  cpus,
  memoryGib,
  load,
  node,
  platform,
  inMemoryDisk,
  postgres,
}: Environment): string {
  const lines = [
    `${at}, ${platform}, ${cpus} CPUs, ${memoryGib} GiB, load average ${load.toFixed(1)} at the start, Node ${node}`,
    `PostgreSQL ${postgres?.version ?? '?'}: ${Object.entries(postgres?.settings ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')}`,
    'Absolute figures are this machine’s at this hour; what is compared took turns, so its ratio is worth more. The range tells the noise.',
  ];
  if (load > cpus / 2) lines.push('The machine was busy with other work: figures are low and noisy.');
  if (inMemoryDisk) lines.push('The data lay on an in-memory disk: commits cost less than on a real one.');
  return lines.join('\n');
}
