import type { Endpoint } from './endpoint.ts';
import { askedEndpoints } from './endpoints/asked.ts';
import { changesEndpoints } from './endpoints/changes.ts';
import { compareEndpoints } from './endpoints/compare.ts';
import { deliveriesEndpoints } from './endpoints/deliveries.ts';
import { documentsEndpoints } from './endpoints/documents.ts';
import { fleetEndpoints } from './endpoints/fleet.ts';
import { historyEndpoints } from './endpoints/history.ts';
import { locksEndpoints } from './endpoints/locks.ts';
import { placesEndpoints } from './endpoints/places.ts';
import { reportsEndpoints } from './endpoints/reports.ts';
import { sweepsEndpoints } from './endpoints/sweeps.ts';
import { toolsEndpoints } from './endpoints/tools.ts';
import { verdictsEndpoints } from './endpoints/verdicts.ts';

/** Every address of the API, in the order of the documentation. */
export const endpoints: Endpoint[] = [
  ...placesEndpoints,
  ...sweepsEndpoints,
  ...documentsEndpoints,
  ...toolsEndpoints,
  ...historyEndpoints,
  ...changesEndpoints,
  ...compareEndpoints,
  ...locksEndpoints,
  ...verdictsEndpoints,
  ...fleetEndpoints,
  ...askedEndpoints,
  ...reportsEndpoints,
  ...deliveriesEndpoints,
];
