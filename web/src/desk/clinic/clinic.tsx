/** The clinic's part of the desk: which page stands at which address, and who sees which. */
import type { ComponentChildren } from 'preact';
import type { SignedIn } from '../../base/person.ts';
import { route, usePlace } from '../../base/router.ts';
import '../../styles/booking.css';
import '../../styles/clinic.css';
import type { AreaProps } from '../areas.ts';
import { useClinicWords } from './clinic-words.ts';
import { PrescriptionsToCheck } from './prescriptions.tsx';
import { Schedules } from './schedules.tsx';
import { Today } from './today.tsx';
import { VisitPage } from './visit.tsx';

const tabs = [
  { name: 'today', path: '/desk/clinic', roles: ['receptionist', 'doctor'] },
  { name: 'prescriptions', path: '/desk/clinic/prescriptions', roles: ['pharmacist'] },
  { name: 'schedules', path: '/desk/clinic/schedules', roles: ['receptionist', 'doctor'] },
] as const;

const isAny = (person: SignedIn, roles: readonly string[]): boolean =>
  roles.some((role) => person.roles.includes(role));

export function Clinic({ person }: AreaProps) {
  const words = useClinicWords();
  const { path } = usePlace();
  const open = tabs.filter(({ roles }) => isAny(person, roles));
  const page = pageAt(path, person);
  const current = open.findLast((tab) => path === tab.path || path.startsWith(`${tab.path}/`));
  return (
    <div class="clinic">
      {open.length > 1 && (
        <nav class="clinic-tabs" aria-label={words('tabs-label')}>
          {open.map((tab) => (
            <a key={tab.path} href={tab.path} aria-current={tab === current ? 'page' : undefined}>
              {words(`tab-${tab.name}`)}
            </a>
          ))}
        </nav>
      )}
      {page}
    </div>
  );
}

function pageAt(path: string, person: SignedIn): ComponentChildren {
  const found = route<ComponentChildren>(path, [
    ['/desk/clinic/sessions/:id', ({ id = '' }) => <Today person={person} open={id} />],
    ['/desk/clinic/visits/:id', ({ id = '' }) => <VisitPage key={id} id={id} />],
    ['/desk/clinic/visits/:id/room', ({ id = '' }) => <VisitPage key={id} id={id} />],
    ['/desk/clinic/prescriptions', () => <PrescriptionsToCheck />],
    ['/desk/clinic/schedules', () => <Schedules person={person} />],
  ]);
  if (found !== undefined) return found;
  return isAny(person, ['receptionist', 'doctor']) ? (
    <Today person={person} open={undefined} />
  ) : (
    <PrescriptionsToCheck />
  );
}
