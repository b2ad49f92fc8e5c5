import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type BatchResult, runBatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { Seller } from '../../domain/seller.js';
import { SellerRepository } from '../../domain/seller.repository.js';
import { putSellerItem } from '../put-seller/seller-body.js';
import { PutSellers } from './put-sellers.command.js';

const identified = putSellerItem.pick({ id: true });

@CommandHandler(PutSellers)
export class PutSellersHandler implements ICommandHandler<PutSellers> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sellers: SellerRepository,
  ) {}

  execute({ items }: PutSellers): Promise<BatchResult> {
    return this.unit.run(async () => {
      const ids = items.flatMap((item) => identified.safeParse(item).data?.id ?? []);
      const sellers = await this.sellers.loadAll(ids);
      const result = await runBatch(items, putSellerItem, ({ id, ...details }) => {
        // Every item that is valid has an id, and every id was loaded.
        (sellers.get(id) as Seller).put(details);
        return Promise.resolve();
      });
      await this.sellers.save(sellers.values());
      return result;
    });
  }
}
