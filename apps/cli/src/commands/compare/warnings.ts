/** The Kafka client reckons pauses that are over already, and Node.js warns of each process's first: nothing that a reader could act on. */
const OF_NO_USE = 'TimeoutNegativeWarning';

/** Shows the warnings of Node.js as it does, but for those. */
export function hideUselessWarnings(): void {
  process.removeAllListeners('warning').on('warning', ({ name, message }) => {
    if (name !== OF_NO_USE) process.stderr.write(`${name}: ${message}\n`);
  });
}
