// A short sound for words that come while nobody looks. Browsers let it sound only after the visitor has done something.
let context: AudioContext | undefined;

addEventListener('pointerdown', () => (context ??= new AudioContext()), { once: true });

export function chime(): void {
  try {
    if (context?.state !== 'running') return;
    const { currentTime: now, destination } = context;
    const volume = context.createGain();
    volume.gain.setValueAtTime(0.08, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + 0.4);
    volume.connect(destination);
    for (const [frequency, after] of [
      [660, 0],
      [880, 0.12],
    ] as const) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start(now + after);
      tone.stop(now + 0.4);
    }
  } catch {
    // A browser without sound.
  }
}
