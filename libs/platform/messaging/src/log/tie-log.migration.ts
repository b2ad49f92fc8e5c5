import { schemaOf } from '@platform/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ties a log to the cluster that it was made on before anything is written to it: a dump that was taken so early would pass for a log
 * that is new where it is restored, whatever others know of it.
 */
export class TieLog1767000000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO ${schemaOf(runner)}.log_base (base, system_identifier, server_started_at)
      SELECT 0, system_identifier, pg_postmaster_start_time() FROM pg_control_system()
      ON CONFLICT (only_row) DO NOTHING`);
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
