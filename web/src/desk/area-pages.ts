/** Each area's page; it becomes a file of its own in the build. */
import type { ComponentType } from 'preact';
import { later } from '../base/later.tsx';
import type { AreaName, AreaProps } from './areas.ts';

export const areaPages: Readonly<Record<AreaName, ComponentType<AreaProps>>> = {
  clinic: later(async () => (await import('./clinic/clinic.tsx')).Clinic),
  inbox: later(async () => (await import('./work.tsx')).Work),
  consults: later(async () => (await import('./joint/joint.tsx')).Joint),
  orders: later(async () => (await import('./work-orders.tsx')).WorkOrders),
  operator: later(async () => (await import('../operator/operator.tsx')).Operator),
  items: later(async () => (await import('./items/items.tsx')).Items),
  exports: later(async () => (await import('./exports.tsx')).Exports),
  figures: later(async () => (await import('./figures/figures.tsx')).Figures),
  money: later(async () => (await import('./money/money.tsx')).Money),
};
