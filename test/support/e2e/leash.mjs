// Runs the command it is given and ends it when whoever started this has gone, however that came about: a test run that is
// killed leaves no deployment behind. Signals come in as IPC messages, since a signal to this process would end the leash only.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

process.on('message', (signal) => child.kill(signal));
process.on('disconnect', () => child.kill('SIGTERM'));
// A Ctrl-C in the terminal reaches the child too: this process only has to outlive it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
child.once('error', () => process.exit(127));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
  if (process.connected) process.disconnect();
});
