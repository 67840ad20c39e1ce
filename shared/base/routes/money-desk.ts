/** Finance's desk: orders, refunds, reductions, days to be signed off. */
import type { Route } from '../route.ts';

const financeReaders = ['finance', 'auditor'] as const;

export const moneyDeskRoutes = {
  'GET /v1/money/orders': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/orders/{orderNo}': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/refunds': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/orders/{orderNo}/match': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'GET /v1/money/reductions': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/orders/{orderNo}/evidence/{fileId}': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/grant': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/reductions/{askNo}/reject': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/reduce': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/dispute': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/end-dispute': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/refunds': { function: 'money-desk', roles: ['finance'], idempotent: true },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/approve': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/reject': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/retry': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/offline': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'POST /v1/money/orders/{orderNo}/refunds/{refundNo}/confirm': {
    function: 'money-desk',
    roles: ['finance'],
    idempotent: true,
  },
  'GET /v1/money/days': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}/differences': { function: 'money-desk', roles: financeReaders },
  'GET /v1/money/days/{day}/export': { function: 'money-desk', roles: financeReaders },
  'POST /v1/money/days/{day}/differences/{differenceId}/resolve': { function: 'money-desk', roles: ['finance'] },
  'POST /v1/money/days/{day}/sign-off': { function: 'money-desk', roles: ['finance'] },
} as const satisfies Record<string, Route>;
