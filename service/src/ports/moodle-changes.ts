/** The outbox of the Moodle plugin, read forward: what happened there, also while its webhooks could not reach us. */
export type MoodleChanges = {
  /**
   * Events with a number above `seq`, in the order of their numbers, as the contract's `moodleEvent` has them, and the highest number given
   * so far (0 before the first; lower than `seq` when the plugin was installed anew).
   * @returns undefined where the plugin is not there, or not for us to ask
   */
  since(seq: number): Promise<{ events: readonly unknown[]; highest: number } | undefined>
}
