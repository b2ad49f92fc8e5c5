// The relay writes its checkpoint before what it passes on has been handled.
import { inside, replaceMethod } from './inside.mjs';

const OutletPump = await inside('libs/platform/messaging/dist/relay/outlet-pump.js', 'OutletPump');
replaceMethod(
  import.meta,
  OutletPump,
  'pass',
  (pass) =>
    async function acknowledgeThenPass(slice) {
      await this.unit.run(() => this.cursors.save(this.outlet.name, this.epoch, slice.next));
      return pass.call(this, slice);
    },
);
