/** Where each area's page is; it becomes a file of its own in the build. */
import type { ComponentType } from 'preact';
import type { AreaName, AreaProps } from './areas.ts';

export const areaPages: Readonly<Record<AreaName, () => Promise<ComponentType<AreaProps>>>> = {
  clinic: async () => (await import('./clinic/clinic.tsx')).Clinic,
  inbox: async () => (await import('./work.tsx')).Work,
};
