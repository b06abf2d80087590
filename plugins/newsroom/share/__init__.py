"""Pictures that stand for a story where somebody shares its address: title, publisher, day, and the figure it quotes.

``document`` says what stands on them, as text with slots; ``drawing`` draws that text when it has been filled.
"""
