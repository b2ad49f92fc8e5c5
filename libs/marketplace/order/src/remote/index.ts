export { RemoteOrderModule } from './remote-order.module.js';
