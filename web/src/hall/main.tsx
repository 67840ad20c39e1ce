import { render } from 'preact';
import { isSlow, whenQuiet } from '../base/quiet.ts';
import { startRouter } from '../base/router.ts';
import { seedsOfPage, takeSeedsFrom } from '../base/seeds.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/form.css';
import '../styles/hall.css';
import '../styles/paper.css';
import '../styles/print.css';
import { prepareWhenIdle } from './find-items.ts';
import { Hall } from './hall.tsx';
import { startServiceWorker } from './service-worker.ts';
import { keepWhatIsTyped } from './session.ts';

startRouter((path) => path !== '/desk' && !path.startsWith('/desk/'));
takeSeedsFrom(seedsOfPage());
const app = document.getElementById('app');
// The server has drawn this page already; drawing it again into the same place keeps what is the same.
if (app !== null) render(<Hall />, app);
void prepareWhenIdle();
keepWhatIsTyped();
// After everything the page itself needs; on a slow line after all that is waited for: what the worker brings along would share it.
const ready = isSlow() ? whenQuiet() : loaded();
void ready.then(startServiceWorker).catch(() => undefined);

function loaded(): Promise<unknown> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => addEventListener('load', resolve, { once: true }));
}
