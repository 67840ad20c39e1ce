/** How states look beside their words. */
import type { AskLine, OrderLine, RefundLine } from '../../base/api-answers.ts';

export const stateTone: Readonly<Record<OrderLine['state'], '' | 'info' | 'ok' | 'amber' | 'overdue'>> = {
  created: '',
  pending: 'info',
  paid: 'ok',
  receipted: 'ok',
  closed: '',
  'late-paid': 'amber',
  refunding: 'info',
  'partly-refunded': 'info',
  refunded: '',
  'refund-failed': 'overdue',
  disputed: 'amber',
};

export const refundTone: Readonly<Record<RefundLine['state'], '' | 'info' | 'ok' | 'amber' | 'overdue'>> = {
  asked: 'amber',
  approved: 'info',
  rejected: '',
  success: 'ok',
  abnormal: 'overdue',
  refused: 'overdue',
  failed: 'overdue',
};

export const askTone: Readonly<Record<AskLine['state'], '' | 'ok' | 'amber'>> = {
  asked: 'amber',
  granted: 'ok',
  rejected: '',
  withdrawn: '',
};
