"""Tiny language models with random weights, written as transformers writes real ones."""

from collections.abc import Sequence
from pathlib import Path

CHAT = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
MARKS = ["<s>", "</s>", "<|user|>", "<|assistant|>"]
KNOWN = 0.05  # loss a token at which the answer is known by heart
SENTENCES = (
    "Customer's liability under this Agreement is unlimited and includes indirect and consequential loss.",
    "The clause is compared with the policy of the company.",
)


def write_model(folder: Path, *, seed: int = 0, sentences: Sequence[str] = SENTENCES, room: int = 4096):
    """A two-layer Llama and a byte-level BPE tokenizer trained on ``sentences``; returns both."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.set_num_threads(1)  # more only wait for each other in a model this small
    torch.manual_seed(seed)
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2_000,
        special_tokens=MARKS,
        initial_alphabet=alphabet,
        show_progress=False,
        min_frequency=1,
    )
    bpe.train_from_iterator(sentences, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe, bos_token="<s>", eos_token="</s>")
    tokenizer.chat_template = CHAT
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=room,
        bos_token_id=0,
        eos_token_id=1,
    )
    model = LlamaForCausalLM(config)
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return model, tokenizer


def teach(folder: Path, model, tokenizer, prompts: Sequence[str], answer: str, steps: int = 800) -> float:
    """Train until the model says ``answer`` to each prompt; writes it and returns the worst loss."""
    import torch

    ends = tokenizer(answer + "</s>", return_tensors="pt")["input_ids"][0]
    rows = []
    for prompt in prompts:
        said = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], add_generation_prompt=True, tokenize=False
        )
        starts = tokenizer(said, return_tensors="pt")["input_ids"][0]
        rows.append((torch.cat([starts, ends])[None], len(starts)))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    model.train()
    losses: list[float] = []
    for step in range(steps):
        tokens, start = rows[step % len(rows)]
        labels = tokens.clone()
        labels[0, :start] = -100
        loss = model(input_ids=tokens, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
        if len(losses) >= len(rows) and max(losses[-len(rows) :]) < KNOWN:
            break
    model.save_pretrained(folder)
    return max(losses[-len(rows) :])
