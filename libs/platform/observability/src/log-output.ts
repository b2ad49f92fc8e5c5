import { pino } from 'pino';

/** About 64,000 lines. */
const KEPT_WHILE_FULL = 16 * 1024 * 1024;

/**
 * Lines for a file descriptor, buffered: a write per line cost more than the request it told of. Flushed twice a second and
 * on exit, so a killed process loses half a second of lines at most. While they cannot be written (a full disk), the process
 * goes on: lines wait up to a limit, newer ones are dropped, and writing is tried again.
 */
export function logOutput(fd: number): ReturnType<typeof pino.destination> {
  const output = pino.destination({
    dest: fd,
    sync: false,
    minLength: 8192,
    periodicFlush: 500,
    maxLength: KEPT_WHILE_FULL,
  });
  let failing = false;
  // Unheard, the error would end the process.
  output.on('error', () => (failing = true));
  output.on('write', () => (failing = false));
  // The library's own, which runs on exit, tries for ever what it cannot write, and the process would never end.
  const flushSync = output.flushSync.bind(output);
  output.flushSync = () => {
    if (!failing) flushSync();
  };
  return output;
}
