/** Where each area's page is; it becomes a file of its own in the build. */
import type { ComponentType } from 'preact';
import type { AreaName, AreaProps } from './areas.ts';

export const areaPages: Readonly<Record<AreaName, () => Promise<ComponentType<AreaProps>>>> = {
  money: async () => (await import('./money/money.tsx')).Money,
  inbox: async () => (await import('./work.tsx')).Work,
};
