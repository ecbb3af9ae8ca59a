/* Of the fields that say when a question is asked, only those that what it depends on has. */
export function start(boxes) {
  for (const box of boxes) {
    const subjects = JSON.parse(box.dataset.conditions);
    const [subject, being] = box.querySelectorAll("select");
    const show = () => {
      const chosen = subjects[subject.value];
      for (const option of being.options) option.hidden = option.disabled = !chosen?.kinds.includes(option.value);
      if (chosen && being.selectedOptions[0]?.disabled !== false) being.value = chosen.kinds[0];
      const takes = chosen && being.value !== "answered" ? chosen.takes : "";
      for (const part of box.querySelectorAll("[data-takes]")) {
        part.hidden = part.dataset.takes === "any" ? !chosen : part.dataset.takes !== takes;
      }
      for (const input of box.querySelectorAll('[name="answers"]')) {
        input.closest(".choice").hidden = !input.value.startsWith(`${subject.value}:`);
      }
    };
    box.addEventListener("change", show);
    show();
  }
}
