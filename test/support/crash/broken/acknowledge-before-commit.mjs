// The relay writes its checkpoint before what it passes on has been handled.
import { crashPoints, inside, replaceMethod } from './inside.mjs';

const OutletPump = await inside('libs/platform/messaging/dist/relay/outlet-pump.js', 'OutletPump');
replaceMethod(
  import.meta,
  OutletPump,
  'pass',
  (pass) =>
    async function acknowledgeThenPass(slice) {
      await this.unit.run(() => this.cursors.save(this.outlet.name, this.epoch, slice.next));
      for (const { type } of slice.messages) await crashPoints.reached(`${type}.not-passed-on`);
      return pass.call(this, slice);
    },
);
