// A start says that it has finished what its predecessor had in hand, and has only forgotten it.
import { inside, replaceMethod } from './inside.mjs';

const SagaWork = await inside('libs/platform/saga/dist/participation/saga-work.js', 'SagaWork');
replaceMethod(
  import.meta,
  SagaWork,
  'takeBack',
  () =>
    async function forget() {
      const sql = `DELETE FROM "${this.unit.schema}".saga_work WHERE claimed_by = $1`;
      await this.unit.run(() => this.unit.query(sql, [this.owner]));
    },
);
