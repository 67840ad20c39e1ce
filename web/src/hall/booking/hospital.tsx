/** One hospital: where it is, by which rules it books, and its departments. */
import { Icon } from '../../base/icon.tsx';
import { Said } from '../../base/said.tsx';
import { BackLink, Loading, PageProblem, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { NotFound } from '../signed-in.tsx';
import { useHospitals } from './hospitals.ts';
import { usePatientWords } from './patient-words.ts';
import { Rules } from './rules.tsx';

export function HospitalPage({ id }: { readonly id: string }) {
  const words = usePatientWords();
  const say = useSay();
  const { data, problem, reload } = useHospitals();
  if (problem !== undefined && data === undefined)
    return <PageProblem problem={problem} retry={() => void reload()} site={words('site')} home="/" />;
  if (data === undefined) return <Loading />;
  const hospital = data.find((one) => one.id === id);
  if (hospital === undefined) return <NotFound />;
  return (
    <div class="narrow stack">
      <BackLink href="/booking">{words('to-start')}</BackLink>
      <header class="stack tight">
        <Title site={words('site')}>{say(hospital.name)}</Title>
        <p class="row muted">
          <span>
            <Icon name="place" /> <Said>{hospital.address}</Said>
          </span>
          <a class="telephone" href={`tel:${hospital.telephone}`}>
            {words('telephone', { n: hospital.telephone })}
          </a>
        </p>
      </header>
      <section aria-labelledby="departments">
        <h2 id="departments">{words('departments')}</h2>
        <ul class="plain departments">
          {hospital.departments.map((department) => (
            <li key={department.id}>
              <a href={`/booking/departments/${department.id}`}>{say(department.name)}</a>
            </li>
          ))}
        </ul>
      </section>
      <Rules rules={hospital.rules} />
    </div>
  );
}
