/** What must be finished before a person signs out: text that is typed and not yet saved. */

type Task = () => Promise<void>;
const tasks = new Set<Task>();

/** Milliseconds to wait for them: nobody is kept from leaving by a lost network. */
const patience = 3000;

/** @returns takes the task back */
export function beforeLeaving(task: Task): () => void {
  tasks.add(task);
  return () => {
    tasks.delete(task);
  };
}

/** Resolves when all are done, have failed, or have had their time. */
export async function finishBeforeLeaving(): Promise<void> {
  const done = Promise.allSettled([...tasks].map((task) => task()));
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, patience))]);
}
