import { type Inventory, inventoryOf } from '../compare/inventory.ts';
import { parseScope, resolveScope } from '../compare/scope.ts';
import { sideOf } from '../compare/sides.ts';
import type { Queryable } from '../store/database.ts';

/** What a place offers, without paths, nodes or accounts. */
export async function placeInventory(
  db: Queryable,
  scope: string,
  { staleDays }: { staleDays: number },
  now = new Date(),
): Promise<Inventory> {
  const resolved = await resolveScope(db, parseScope(scope));
  return inventoryOf(await sideOf(db, resolved, { staleDays, sameClusters: false, now }), now);
}
