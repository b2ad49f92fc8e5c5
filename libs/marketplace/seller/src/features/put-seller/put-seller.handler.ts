import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { SellerRepository } from '../../domain/seller.repository.js';
import { sellerView } from '../seller-view.js';
import { PutSeller } from './put-seller.command.js';

@CommandHandler(PutSeller)
export class PutSellerHandler implements ICommandHandler<PutSeller> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sellers: SellerRepository,
  ) {}

  execute({ id, details }: PutSeller) {
    return this.unit.run(async () => {
      const seller = await this.sellers.load(id);
      const outcome = seller.put(details);
      await this.sellers.save([seller]);
      return { outcome, seller: sellerView(seller.data) };
    });
  }
}
