// Lets a child process of a test run TypeScript sources as they are:
//   node --conditions=source --experimental-transform-types --import <this file> script.ts
// Node strips the types itself; what it lacks is finding `x.ts` where the source says `x.js`.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || !specifier.startsWith('.') || !specifier.endsWith('.js'))
        throw error;
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});
