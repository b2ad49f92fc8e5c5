import type { LoggerService } from '@nestjs/common';
import { componentLogger, type Logger } from '@platform/observability';

/** Nest's own messages in the process's log. Its start-up chatter is of interest to nobody but a debugger. */
export class NestLogger implements LoggerService {
  private readonly logger: Logger = componentLogger('nest');

  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context: context.at(-1) }, String(message));
  }
  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context: context.at(-1) }, String(message));
  }
  error(message: unknown, ...details: unknown[]): void {
    const [stack, context] = details.length > 1 ? [details[0], details.at(-1)] : [undefined, details[0]];
    this.logger.error(
      { context, ...(message instanceof Error ? { err: message } : { stack }) },
      String(message),
    );
  }
  fatal(message: unknown, ...details: unknown[]): void {
    this.error(message, ...details);
  }
}
