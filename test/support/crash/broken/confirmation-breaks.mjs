// Not broken, but trouble: no reservation can be confirmed for a while. Each is owed until it can.
import { inside, replaceMethod } from './inside.mjs';

const ConfirmStock = await inside(
  'libs/marketplace/stock/dist/features/confirm-stock/confirm-stock.handler.js',
  'ConfirmStockHandler',
);
replaceMethod(
  import.meta,
  ConfirmStock,
  'execute',
  () => () => Promise.reject(new Error('Nothing can be confirmed at the moment.')),
);
