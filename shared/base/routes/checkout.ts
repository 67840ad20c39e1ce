/** What a citizen owes and pays. */
import type { Route } from '../route.ts';

export const checkoutRoutes = {
  'GET /v1/orders': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/orders/{orderNo}': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/cases/{caseId}/order': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/checkout': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/ask': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/orders/{orderNo}/receipt': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/evidence': { function: 'checkout', roles: ['citizen'] },
  'GET /v1/orders/{orderNo}/evidence/{fileId}': { function: 'checkout', roles: ['citizen'] },
  'POST /v1/orders/{orderNo}/reductions': { function: 'checkout', roles: ['citizen'], idempotent: true },
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': {
    function: 'checkout',
    roles: ['citizen'],
    idempotent: true,
  },
} as const satisfies Record<string, Route>;
