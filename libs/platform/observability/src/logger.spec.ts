import { describe, expect, it } from '@jest/globals';
import { createLogger, loggerOptionsFrom, runInContext } from './index.js';

function logTo() {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, logger: createLogger({ level: 'info', destination }) };
}

describe('the log', () => {
  it('is JSON with a level, a time and the component', () => {
    const { lines, logger } = logTo();
    logger.child({ component: 'relay' }).info({ lag: 3 }, 'caught up');
    logger.debug('too much');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        component: 'relay',
        lag: 3,
        msg: 'caught up',
        time: expect.stringMatching(/Z$/),
      }),
    ]);
  });

  it('names the request that a line belongs to, wherever it was written', async () => {
    const { lines, logger } = logTo();
    await runInContext({ requestId: 'r-1', correlationId: 'c-1' }, async () => {
      await Promise.resolve();
      logger.info('deep inside');
    });
    logger.info('outside');
    expect(lines[0]).toMatchObject({ requestId: 'r-1', correlationId: 'c-1' });
    expect(lines[1]).not.toHaveProperty('requestId');
  });

  it('never holds what pays or proves who someone is', () => {
    const { lines, logger } = logTo();
    const secret = 'tok_4242';
    logger.info({
      cardToken: secret,
      payment: { cardToken: secret },
      body: { payment: { cardToken: secret } },
    });
    logger.info({
      headers: { authorization: secret, cookie: secret, 'set-cookie': secret },
      req: { headers: { authorization: secret } },
    });
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(JSON.stringify(lines)).toContain('[redacted]');
  });

  it('takes level and form from the environment, pretty on a terminal only', () => {
    expect(loggerOptionsFrom({}, false)).toEqual({ level: 'info', pretty: false });
    expect(loggerOptionsFrom({}, true)).toEqual({ level: 'info', pretty: true });
    expect(
      loggerOptionsFrom({ WHEREABOUTS_LOG_FORMAT: 'json', WHEREABOUTS_LOG_LEVEL: 'debug' }, true),
    ).toEqual({ level: 'debug', pretty: false });
    expect(loggerOptionsFrom({ WHEREABOUTS_LOG_LEVEL: 'loud', NODE_ENV: 'test' }, false)).toEqual({
      level: 'silent',
      pretty: false,
    });
  });
});
