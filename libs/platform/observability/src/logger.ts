import { type DestinationStream, type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { logOutput } from './log-output.js';
import { currentContext } from './work-context.js';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** pino's levels, or `silent`. */
  readonly level?: string;
  /** Pretty lines for people instead of JSON for machines. */
  readonly pretty?: boolean;
  /** Where JSON lines go; standard output unless given. */
  readonly destination?: DestinationStream;
}

/** Never in a log, at the top or one or two levels down: what pays and what proves who someone is. */
const SECRETS = ['cardToken', 'authorization', 'cookie', '["set-cookie"]', 'password'];
const redacted = SECRETS.flatMap((name) => {
  const step = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${step}`, `*.*${step}`];
});

const STANDARD_OUTPUT = 1;

/** A logger of its own; `componentLogger` is what code usually wants. */
export function createLogger({ level = 'info', pretty = false, destination }: LoggerOptions = {}): Logger {
  const stream =
    destination ?? (pretty ? PinoPretty({ sync: true, ignore: 'pid,hostname' }) : logOutput(STANDARD_OUTPUT));
  return pino(
    {
      level,
      redact: { paths: redacted, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...currentContext() }),
    },
    stream,
  );
}

let root: Logger | undefined;

/**
 * The logger of one part of the process, e.g. `relay`. Level and form come from `WHEREABOUTS_LOG_LEVEL` (`info`; tests are
 * silent unless it is set) and `WHEREABOUTS_LOG_FORMAT` (`json` or `pretty`; pretty on a terminal).
 */
export function componentLogger(component: string): Logger {
  root ??= createLogger(loggerOptionsFrom(process.env, process.stdout.isTTY));
  return root.child({ component });
}

export function loggerOptionsFrom(environment: NodeJS.ProcessEnv, isTerminal: boolean): LoggerOptions {
  const { WHEREABOUTS_LOG_LEVEL: wished, WHEREABOUTS_LOG_FORMAT: format, NODE_ENV: mode } = environment;
  const fallback = mode === 'test' ? 'silent' : 'info';
  const known = wished !== undefined && (wished === 'silent' || wished in pino.levels.values);
  return {
    level: known ? wished : fallback,
    pretty: format === undefined || format === '' ? isTerminal : format === 'pretty',
  };
}
