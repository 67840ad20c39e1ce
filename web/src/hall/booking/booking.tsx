/** Booking a doctor: which page stands at which address. A file of its own in the build, fetched by those who come here. */
import type { ComponentChildren } from 'preact';
import { later } from '../../base/later.tsx';
import { route, usePlace } from '../../base/router.ts';
import '../../styles/booking.css';
import { NotFound, Own } from '../signed-in.tsx';
import { AppointmentPage } from './appointment.tsx';
import { Appointments } from './appointments.tsx';
import { CancelPage } from './cancel.tsx';
import { DepartmentPage } from './department.tsx';
import { Find } from './find.tsx';
import { HospitalPage } from './hospital.tsx';
import { usePatientWords } from './patient-words.ts';
import { SessionPage } from './session-page.tsx';

// Who one books for is put on record once; and most visits are not by video.
const AddPatient = later(() => import('./patient-form.tsx').then((page) => page.AddPatient));
const Patients = later(() => import('./patients.tsx').then((page) => page.Patients));
const RoomPage = later(() => import('./room.tsx').then((page) => page.RoomPage));

export function Booking() {
  const { path } = usePlace();
  return <>{pageAt(path) ?? <NotFound />}</>;
}

function pageAt(path: string): ComponentChildren {
  return route<ComponentChildren>(path, [
    ['/booking', () => <Find />],
    ['/booking/hospitals/:id', ({ id = '' }) => <HospitalPage key={id} id={id} />],
    ['/booking/departments/:id', ({ id = '' }) => <DepartmentPage key={id} id={id} />],
    ['/booking/sessions/:id', ({ id = '' }) => <SessionPage key={id} id={id} />],
    ['/booking/patients', () => mine(<Patients />)],
    ['/booking/patients/new', () => mine(<AddPatient />)],
    ['/booking/appointments', () => mine(<Appointments />)],
    ['/booking/appointments/:id', ({ id = '' }) => mine(<AppointmentPage key={id} id={id} />)],
    ['/booking/appointments/:id/cancel', ({ id = '' }) => mine(<CancelPage key={id} id={id} />)],
    ['/booking/appointments/:id/room', ({ id = '' }) => mine(<RoomPage key={id} id={id} />)],
  ]);
}

const mine = (page: ComponentChildren): ComponentChildren => <Mine>{page}</Mine>;

function Mine({ children }: { readonly children: ComponentChildren }) {
  const words = usePatientWords();
  return <Own why={words('sign-in-why')}>{() => children}</Own>;
}
