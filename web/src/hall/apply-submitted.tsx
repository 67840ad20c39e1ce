import { Title } from '../base/ui.tsx';
import { useHallWords } from './hall-words.ts';

/** For those who come back to the form of an application that has been submitted: in another tab, or by "back". */
export function AlreadySubmitted({ id }: { readonly id: string }) {
  const words = useHallWords();
  return (
    <div class="narrow stack">
      <Title site={words('site')}>{words('draft-submitted')}</Title>
      <p>
        <a class="button" href={`/cases/${id}`}>
          {words('see-case')}
        </a>
      </p>
    </div>
  );
}
