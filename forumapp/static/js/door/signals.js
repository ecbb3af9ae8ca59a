/* A tone and a shake for each verdict, where the staff want them. */
const TONES = { green: [880], amber: [520, 520], red: [220, 180, 220] }; // hertz
const SHAKES = { green: [80], amber: [120, 80, 120], red: [300, 100, 300] }; // milliseconds
let sound = null;

export function signal(verdict, { tones, shakes }) {
  if (shakes) navigator.vibrate?.(SHAKES[verdict]);
  if (tones) play(TONES[verdict]);
}

function play(notes) {
  sound ??= new AudioContext();
  notes.forEach((pitch, number) => {
    const voice = new OscillatorNode(sound, { frequency: pitch });
    const volume = new GainNode(sound, { gain: 0.2 });
    voice.connect(volume).connect(sound.destination);
    voice.start(sound.currentTime + number * 0.18);
    voice.stop(sound.currentTime + number * 0.18 + 0.14);
  });
}
