// The attempt to charge is recorded in the transaction over the steps, and gone when that is rolled back.
import { inside, replaceMethod } from './inside.mjs';

const UnitOfWork = await inside('libs/platform/persistence/dist/module-unit-of-work.js', 'ModuleUnitOfWork');
replaceMethod(
  import.meta,
  UnitOfWork,
  'apart',
  () =>
    function notApart(work) {
      return this.run(work);
    },
);
