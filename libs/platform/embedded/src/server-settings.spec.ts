import { describe, expect, it } from '@jest/globals';
import { postgresBinaries } from './postgres-binaries.js';
import { statementStatistics } from './server-settings.js';

describe('counting statements', () => {
  it('is asked of a server that can, as the one of this machine', () => {
    expect(statementStatistics(postgresBinaries().loadable)).toMatchObject({
      shared_preload_libraries: 'pg_stat_statements',
    });
  });

  it('is not asked of one that came without the module: it would not start', () => {
    expect(statementStatistics(['dict_snowball', 'plpgsql'])).toEqual({});
  });
});
